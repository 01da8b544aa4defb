import { Trans, useLingui } from '@lingui/react/macro';
import { ColourSwatch } from '@/components/colour-swatch';
import { Count } from '@/components/count';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber } from '@/lib/format';
import type { Rehearsal } from '../api/rehearsals';
import type { Operation } from '../model/decisions';
import { compared, REFUSED, type ComparedRow, type Row } from '../model/outcome';
import type { Names } from '@/lib/schema-names';
import { useOperationWords } from './operation-words';
import { useOutcomeWords } from './outcome-words';
import classes from './outcome-table.module.css';

interface OutcomeTableProps {
  rows: readonly Row[];
  /** Annotations that are not valid under their own schema. */
  refused: number;
  operations: readonly Operation[];
  earlier: Rehearsal | null;
  names: Names;
  /** The bucket whose samples are shown. */
  chosen: string | null;
  onChoose: (bucket: string) => void;
}

/** What happens by operation and label, the gravest first. A number leads to its samples. */
export function OutcomeTable(props: OutcomeTableProps) {
  const { rows, refused, operations, earlier, names, chosen, onChoose } = props;
  const { t } = useLingui();
  const lines: ComparedRow[] = earlier
    ? compared(rows, earlier.tally.rows)
    : rows.map((row) => ({ row, was: 0 }));
  if (lines.length === 0 && refused === 0) {
    return (
      <p className={classes.none}>
        <Trans>No label in the project is touched by this plan.</Trans>
      </p>
    );
  }
  return (
    <section>
      <h2 className={classes.title}>
        <Trans>What happens, the gravest first</Trans>
      </h2>
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Label</Trans>
              </th>
              <th scope="col">
                <Trans>What becomes of it</Trans>
              </th>
              <th scope="col">
                <Trans>By this step</Trans>
              </th>
              <th scope="col" data-align="end">
                <Trans>How many</Trans>
              </th>
              {earlier && (
                <th scope="col" data-align="end">
                  <Trans>Earlier</Trans>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {refused > 0 && (
              <Line
                label={t`Whole annotations`}
                outcome={REFUSED}
                step={t`before any step`}
                parts={refused}
                was={earlier ? earlier.tally.annotations.refused : null}
                isChosen={chosen === REFUSED}
                onChoose={() => onChoose(REFUSED)}
              />
            )}
            {lines.map(({ row, was }) => (
              <OutcomeLine
                key={row.bucket}
                row={row}
                operation={operations[row.step]}
                names={names}
                was={earlier ? was : null}
                isChosen={row.bucket === chosen}
                onChoose={() => onChoose(row.bucket)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface OutcomeLineProps {
  row: Row;
  operation: Operation | undefined;
  names: Names;
  was: number | null;
  isChosen: boolean;
  onChoose: () => void;
}

function OutcomeLine({ row, operation, names, ...rest }: OutcomeLineProps) {
  const { t } = useLingui();
  const words = useOperationWords(names);
  return (
    <Line
      label={
        row.label
          ? names.label(row.field, row.label)
          : row.field
            ? names.field(row.field)
            : t`Whole annotations`
      }
      colour={row.label ? names.colour(row.field, row.label) : undefined}
      outcome={row.outcome}
      step={operation ? words(operation) : t`does not fit the new schema`}
      parts={row.parts}
      {...rest}
    />
  );
}

interface LineProps {
  label: string;
  colour?: string;
  outcome: Row['outcome'];
  step: string;
  parts: number;
  was: number | null;
  isChosen: boolean;
  onChoose: () => void;
}

function Line({ label, colour, outcome, step, parts, was, isChosen, onChoose }: LineProps) {
  const { t, i18n } = useLingui();
  const outcomes = useOutcomeWords();
  const { tone, words } = outcomes[outcome];
  const number = formatNumber(parts, i18n.locale);
  return (
    <tr data-on={isChosen || undefined}>
      <td>
        <span className={classes.label}>
          {colour && <ColourSwatch colour={colour} />}
          {label}
        </span>
      </td>
      <td>
        <StatusBadge tone={tone} isPlain>
          {words}
        </StatusBadge>
      </td>
      <td className={classes.step}>{step}</td>
      <td data-align="end">
        {parts > 0 ? (
          <button
            type="button"
            className={classes.door}
            aria-pressed={isChosen}
            aria-label={t`Show samples: ${label}, ${words}, ${number}`}
            onClick={onChoose}
          >
            {number}
          </button>
        ) : (
          <Count value={0} />
        )}
      </td>
      {was !== null && (
        <td data-align="end" className={classes.step}>
          <Count value={was} />
        </td>
      )}
    </tr>
  );
}
