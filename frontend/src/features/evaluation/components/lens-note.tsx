import { Plural, Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { ScoreReport } from '../api/scores';
import classes from './lens-note.module.css';

/** How labels and predictions came under the same schema, and what was left out on the way. */
export function LensNote({ report }: { report: ScoreReport }) {
  const { labels, predictions } = report.lens;
  if (!labels && !predictions && report.left_out === 0) return null;
  return (
    <div className={classes.note}>
      {labels && labels.operations.length > 0 && (
        <Way title={<Trans>Labels are read through:</Trans>} operations={labels.operations} />
      )}
      {predictions && predictions.operations.length > 0 && (
        <Way
          title={<Trans>Predictions are read through:</Trans>}
          operations={predictions.operations}
        />
      )}
      {report.left_out > 0 && (
        <p>
          <Plural
            value={report.left_out}
            one="# item cannot be read that way. It counts in no figure."
            other="# items cannot be read that way. They count in no figure."
          />
        </p>
      )}
    </div>
  );
}

function Way({ title, operations }: { title: ReactNode; operations: readonly string[] }) {
  return (
    <div>
      {title}
      <ul>
        {operations.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
