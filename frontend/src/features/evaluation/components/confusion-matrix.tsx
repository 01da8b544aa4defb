import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Count } from '@/components/count';
import type { FieldFigures } from '../api/scores';
import { matrixOf } from '../model/confusions';
import classes from './confusion-matrix.module.css';

interface ConfusionMatrixProps {
  field: FieldFigures;
  title: (label: string) => string;
}

/** What was taken for what: a row is what people said, a column what the model says. */
export function ConfusionMatrix({ field, title }: ConfusionMatrixProps) {
  const { t } = useLingui();
  const matrix = matrixOf(
    field.pairs,
    field.labels.map(({ label }) => label),
  );
  if (matrix.rows.length === 0) return null;
  const word = (key: string, nothing: string) => (key === '' ? nothing : title(key));
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className={classes.caption}>
          <Trans>What was taken for what</Trans>
          <span className={classes.hint}>
            <Trans>Rows: people. Columns: the model.</Trans>
          </span>
        </caption>
        <thead>
          <tr>
            <td />
            {matrix.columns.map((column) => (
              <th key={column} scope="col" className={classes.column}>
                <span>{word(column, t`missed`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row, line) => (
            <tr key={row}>
              <th scope="row" className={classes.row}>
                {word(row, t`nothing there`)}
              </th>
              {(matrix.cells[line] ?? []).map((cell, place) => (
                <td
                  key={matrix.columns[place]}
                  className={classes.cell}
                  data-right={cell.isRight || undefined}
                  data-none={cell.count === 0 || undefined}
                >
                  <svg className={classes.shade} aria-hidden="true">
                    <rect width="100%" height="100%" fillOpacity={0.08 + 0.5 * cell.share} />
                  </svg>
                  <span className={classes.count}>
                    <Count value={cell.count} />
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {matrix.hidden > 0 && (
        <p className={classes.hint}>
          <Plural
            value={matrix.hidden}
            one="One rarer label is not shown."
            other="# rarer labels are not shown."
          />
        </p>
      )}
    </div>
  );
}
