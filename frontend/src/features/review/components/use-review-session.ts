import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keptStore, outboxOf } from '@/api/kept/my-outbox';
import type { Outbox } from '@/api/kept/outbox';
import { sessionEvents } from '@/api/session-events';
import { fetchSchema } from '@/api/versions';
import { readyForStage } from '@/editor/screen/stages/stages';
import { systemClock } from '@/lib/clock';
import { fetchNextReview } from '../api/next-review';
import { ReviewSession } from '../model/review-session';

export interface Reviewing {
  readonly session: ReviewSession;
  readonly outbox: Outbox;
}

export function useReviewing(
  user: string,
  project: string,
  batch: string | null,
): Reviewing | null {
  const queryClient = useQueryClient();
  const [reviewing, setReviewing] = useState<Reviewing | null>(null);
  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    void keptStore().then((store) => {
      if (isOver) return;
      const outbox = outboxOf(user, store);
      const session = new ReviewSession({
        user,
        store,
        outbox,
        clock: systemClock,
        fetchNext: (without) => fetchNextReview(project, batch, without),
        fetchSchema: (version) => fetchSchema(queryClient, version),
        ready: readyForStage,
      });
      const unfollow = followPage(session);
      session.start();
      setReviewing({ session, outbox });
      stop = () => {
        unfollow();
        session.stop();
        setReviewing(null);
      };
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [user, project, batch, queryClient]);
  return reviewing;
}

function followPage(session: ReviewSession): () => void {
  const touch = () => session.touch();
  const see = () => session.setVisible(document.visibilityState === 'visible');
  const options = { passive: true, capture: true };
  for (const sign of ['pointermove', 'keydown', 'wheel'])
    window.addEventListener(sign, touch, options);
  document.addEventListener('visibilitychange', see);
  const stopListening = sessionEvents.onRestored(() => session.retry());
  return () => {
    for (const sign of ['pointermove', 'keydown', 'wheel'])
      window.removeEventListener(sign, touch, options);
    document.removeEventListener('visibilitychange', see);
    stopListening();
  };
}
