import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ToReview } from '@/api/types';
import { RelativeTime } from '@/components/relative-time';
import { formatClock } from '@/lib/format';
import { revisionsQuery } from '../api/revisions';
import classes from './history-panel.module.css';

/** How the work came about: every revision with who and why, and what was decided on it. */
export function HistoryPanel({ review }: { review: ToReview }) {
  const { t } = useLingui();
  const { data } = useQuery(revisionsQuery(review.annotation));
  const causes: Record<string, string> = {
    human: t`by hand`,
    import: t`imported`,
    prediction: t`taken over from a model`,
    review: t`fixed in review`,
    migration: t`schema migration`,
    consensus: t`consensus`,
    revert: t`reverted`,
    recheck: t`looked at again after a rule changed`,
  };
  const decisions: Record<string, string> = {
    accepted: t`accepted`,
    fixed: t`fixed`,
    returned: t`sent back`,
  };
  return (
    <ol className={classes.history}>
      {(data?.results ?? []).map((revision) => {
        const decision = review.history.find((past) => past.revision === revision.number);
        return (
          <li key={revision.number} className={classes.revision}>
            <span className={classes.number}>{revision.number}</span>
            <div>
              <p className={classes.line}>
                {revision.author ?? t`Nobody`} · {causes[revision.cause] ?? revision.cause}
              </p>
              <p className={classes.note}>
                <RelativeTime value={revision.created_at} />
                {revision.seconds > 0 && ` · ${formatClock(revision.seconds)}`}
              </p>
              {decision && (
                <p className={classes.decision}>
                  <strong>{decisions[decision.decision] ?? decision.decision}</strong>{' '}
                  {decision.reason}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
