import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPhotoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { codePointToUtf16 } from '@/lib/code-points';
import type { ExampleContent, Examples, NamedExample } from '@/lib/examples';
import { titleOf } from '@/lib/schema-document';
import { ColourSwatch } from './colour-swatch';
import classes from './example-figure.module.css';
import { StatusBadge } from './status-badge';
import { VERDICT_WORDS } from './verdict-words';

interface ExampleFigureProps {
  example: NamedExample;
  examples: Examples;
  /** What can be done to it, while it is written. */
  actions?: ReactNode;
}

/** An example of a guideline: what it shows, what it is an example of, and why. */
export function ExampleFigure({ example, examples, actions }: ExampleFigureProps) {
  const { i18n } = useLingui();
  const content = typeof examples === 'string' ? undefined : examples.get(example.key);
  const verdict = VERDICT_WORDS[example.verdict];
  const label = content?.label;
  return (
    <figure className={classes.figure} data-verdict={example.verdict}>
      <Shown example={example} examples={examples} content={content} />
      <figcaption className={classes.caption}>
        <span className={classes.head}>
          <StatusBadge tone={verdict.tone} icon={verdict.icon}>
            {i18n._(verdict.title)}
          </StatusBadge>
          {label && (
            <span className={classes.label}>
              <ColourSwatch colour={label.colour ?? ''} />
              {titleOf(label, i18n.locale)}
            </span>
          )}
          {actions && <span className={classes.actions}>{actions}</span>}
        </span>
        {example.caption && <span className={classes.words}>{example.caption}</span>}
      </figcaption>
    </figure>
  );
}

function Shown({
  example,
  examples,
  content,
}: ExampleFigureProps & { content: ExampleContent | undefined }) {
  const { t, i18n } = useLingui();
  const { key } = example;
  if (examples === 'loading') return <Skeleton className={classes.waiting} />;
  if (!content || content.is_gone) {
    return (
      <p className={classes.gone}>
        <IconPhotoOff size={17} stroke={1.7} aria-hidden="true" />
        {content ? (
          <Trans>The item of this example was deleted.</Trans>
        ) : examples === 'broken' ? (
          <Trans>This example could not be loaded.</Trans>
        ) : (
          <Trans>There is no example {key}.</Trans>
        )}
      </p>
    );
  }
  if (content.text !== null) return <Sentence content={content} text={content.text} />;
  // Of a sound it is from when to when, and the picture a strip of its waveform.
  const [, , width = 640, height = 160] = content.window;
  const title = content.label ? titleOf(content.label, i18n.locale) : t`Item`;
  return (
    <div className={classes.frame}>
      <img
        className={classes.picture}
        src={content.picture_url ?? ''}
        alt={example.caption ? `${title}: ${example.caption}` : title}
        loading="lazy"
        width={Math.round(width)}
        height={Math.round(height)}
        style={{ aspectRatio: `${width} / ${height}` }}
      />
    </div>
  );
}

/** A text with its span in the colour of its label. */
function Sentence({ content, text }: { content: ExampleContent; text: string }) {
  const [start = 0, end = 0] = content.span ?? [];
  const from = codePointToUtf16(text, start);
  const to = codePointToUtf16(text, end);
  return (
    <blockquote className={classes.sentence}>
      {text.slice(0, from)}
      {to > from && (
        <mark className={classes.span} style={{ '--label': content.label?.colour ?? '' }}>
          {text.slice(from, to)}
        </mark>
      )}
      {text.slice(to)}
    </blockquote>
  );
}
