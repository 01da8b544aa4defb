import { Switch } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import { isColour, titleOf, type SchemaDocument } from '@/lib/schema-document';
import { onlyMarked, sideBySide, type Line, type Mark, type Part } from '../model/side-by-side';
import classes from './schema-sides.module.css';

interface SchemaSidesProps {
  before: SchemaDocument;
  after: SchemaDocument;
  /** Numbers of the old and the new version. */
  versions: readonly [number, number];
  isAll: boolean;
  onAll: (isAll: boolean) => void;
}

/** The old and the new schema beside each other, what changed marked. */
export function SchemaSides({ before, after, versions, isAll, onAll }: SchemaSidesProps) {
  const { t } = useLingui();
  const all = useMemo(() => sideBySide(before, after), [before, after]);
  const lines = isAll ? all : onlyMarked(all);
  const [from, to] = versions;
  const marks: Record<Mark, string> = {
    same: '',
    added: t`new`,
    removed: t`gone`,
    changed: t`changed`,
  };
  return (
    <section>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <Trans>Side by side</Trans>
        </h2>
        <Switch
          size="xs"
          label={t`Also what stays the same`}
          checked={isAll}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
      </div>
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Version {from}</Trans>
              </th>
              <th scope="col">
                <Trans>Version {to}</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.path} data-mark={line.mark} data-depth={Math.min(line.depth, 4)}>
                <Side part={line.before} line={line} />
                <Side part={line.after} line={line} word={marks[line.mark]} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Side({ part, line, word }: { part: Part | null; line: Line; word?: string }) {
  const { i18n } = useLingui();
  const mark = line.mark === 'removed' ? word : undefined;
  if (!part) return <td className={classes.absent}>{mark}</td>;
  const colour = isColour(part.colour) ? part.colour : null;
  return (
    <td>
      <span className={classes.part}>
        {colour && <ColourSwatch colour={colour} />}
        <span className={classes.name}>{titleOf(part, i18n.locale)}</span>
        <code className={classes.key}>{part.name ?? part.key}</code>
        <span className={classes.facts}>{part.facts.join(' · ')}</span>
        {word && line.mark !== 'removed' && <span className={classes.word}>{word}</span>}
      </span>
    </td>
  );
}
