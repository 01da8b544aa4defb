import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OutboxEntry } from '@/api/kept/kept-database';
import { keptStore, outboxOf } from '@/api/kept/my-outbox';
import type { Outbox } from '@/api/kept/outbox';
import { fetchRelabel, relabelQuery } from '@/api/relabel';
import { sessionEvents } from '@/api/session-events';
import { fetchSchema } from '@/api/versions';
import { systemClock } from '@/lib/clock';
import { readyItem } from '@/editor/screen/screen-item';
import { followPresence } from '@/lib/presence';
import { fetchNextQuestions, takeBackAnswer } from '../api/questions';
import { RelabelSession } from '../model/relabel-session';

export interface Relabelling {
  readonly session: RelabelSession;
  readonly outbox: Outbox;
}

/** A sitting for this person in this project, from the first visit of the page to leaving it. */
export function useRelabelling(
  user: string,
  project: string,
  onRefused: (entry: OutboxEntry) => void,
): Relabelling | null {
  const queryClient = useQueryClient();
  const [relabelling, setRelabelling] = useState<Relabelling | null>(null);
  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    void keptStore().then((store) => {
      if (isOver) return;
      const outbox = outboxOf(user, store);
      const session = new RelabelSession({
        outbox,
        clock: systemClock,
        fetchNext: (count, without) => fetchNextQuestions(project, count, without),
        fetchOverview: () => fetchRelabel(project),
        fetchSchema: (version) => fetchSchema(queryClient, version),
        ready: readyItem,
        takeBack: takeBackAnswer,
        onRefused,
      });
      const resume = () => session.resume();
      const cleanups = [
        followPresence(session),
        sessionEvents.onRestored(resume),
        // What the side bar counts is less by one.
        outbox.onSent(({ kind }) => {
          if (kind === 'relabel')
            void queryClient.invalidateQueries({ queryKey: relabelQuery(project).queryKey });
        }),
      ];
      window.addEventListener('online', resume);
      session.start();
      setRelabelling({ session, outbox });
      stop = () => {
        window.removeEventListener('online', resume);
        for (const cleanup of cleanups) cleanup();
        session.stop();
        setRelabelling(null);
      };
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [user, project, queryClient, onRefused]);
  return relabelling;
}
