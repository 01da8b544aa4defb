import { useLingui as useI18n } from '@lingui/react';
import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { useRevisions } from '@/api/revisions';
import type { ToReview } from '@/api/types';
import { CAUSE_WORDS } from '@/components/cause-words';
import { RelativeTime } from '@/components/relative-time';
import type { ScreenModel } from '@/editor/screen/screen-model';
import { formatClock } from '@/lib/format';
import classes from './history-panel.module.css';

const ReviewHistory = lazy(() => import('./review-history'));

interface HistoryPanelProps {
  project: string;
  review: ToReview;
  /** Where a state is taken back into, while the reviewer mends the work. */
  fixing: ScreenModel | null;
}

/** How the work came about: every revision with who and why, and what was decided on it. Each opens with what it changed. */
export function HistoryPanel({ project, review, fixing }: HistoryPanelProps) {
  const { t } = useLingui();
  const { i18n } = useI18n();
  const { rows } = useRevisions(review.annotation);
  const [shown, setShown] = useState<number | null>(null);
  const decisions: Record<string, string> = {
    accepted: t`accepted`,
    fixed: t`fixed`,
    returned: t`sent back`,
  };
  return (
    <>
      <ol className={classes.history}>
        {rows.map((revision) => {
          const { number } = revision;
          const decision = review.history.find((past) => past.revision === number);
          const words = CAUSE_WORDS[revision.cause];
          return (
            <li key={number} className={classes.revision}>
              <button
                type="button"
                className={classes.number}
                aria-label={t`Revision ${number}: what it changed`}
                title={t`What it changed`}
                onClick={() => setShown(number)}
              >
                {number}
              </button>
              <div>
                <p className={classes.line}>
                  {revision.author ?? t`Nobody`} · {words ? i18n._(words) : revision.cause}
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
      <Suspense fallback={null}>
        {shown !== null && (
          <ReviewHistory
            project={project}
            review={review}
            start={shown}
            fixing={fixing}
            onClose={() => setShown(null)}
          />
        )}
      </Suspense>
    </>
  );
}
