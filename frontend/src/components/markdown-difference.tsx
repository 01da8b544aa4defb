import { Trans, useLingui } from '@lingui/react/macro';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { namedExamples, type Examples } from '@/lib/examples';
import { markDifference } from '@/lib/mark-difference';
import { ExampleChange } from './example-change';
import classes from './markdown-difference.module.css';
import { MarkdownView } from './markdown-view';

interface MarkdownDifferenceProps {
  before: string;
  after: string;
  /** Of guidelines: what the examples of each show. */
  examples?: { before: Examples; after: Examples };
}

/** Two texts side by side as people read them, with the words and examples marked that went and that came. */
export function MarkdownDifference({ before, after, examples }: MarkdownDifferenceProps) {
  const { i18n } = useLingui();
  const [were, are] = useMemo(() => [namedExamples(before), namedExamples(after)], [before, after]);
  const old = useRef<HTMLDivElement>(null);
  const now = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!old.current || !now.current) return undefined;
    return markDifference(old.current, now.current, i18n.locale);
  }, [before, after, i18n.locale]);
  return (
    <div className={classes.sides}>
      <div className={classes.side} data-side="before">
        <p className={classes.word}>
          <Trans>Before</Trans>
        </p>
        <div ref={old}>
          <MarkdownView
            source={before}
            isReading
            examples={examples?.before}
            atExample={(each) => <ExampleChange example={each} others={are} side="before" />}
          />
        </div>
      </div>
      <div className={classes.side} data-side="now">
        <p className={classes.word}>
          <Trans>Now</Trans>
        </p>
        <div ref={now}>
          <MarkdownView
            source={after}
            isReading
            examples={examples?.after}
            atExample={(each) => <ExampleChange example={each} others={were} side="now" />}
          />
        </div>
      </div>
    </div>
  );
}
