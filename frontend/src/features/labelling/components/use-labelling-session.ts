import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { keptStore, outboxOf } from '@/api/kept/my-outbox';
import { sessionEvents } from '@/api/session-events';
import type { Outbox, OutboxState } from '@/api/kept/outbox';
import { fetchSchema } from '@/api/versions';
import { systemClock } from '@/lib/clock';
import { decodeImage } from '@/lib/decoded-image';
import { fetchAnnotation } from '../api/annotations';
import { fetchAssignments, renewLease, saveDraft } from '../api/assignments';
import {
  LabellingSession,
  type SessionOptions,
  type SessionState,
  type Subject,
} from '../model/labelling-session';
import type { AnnotationValue } from '@/editor/core/value';

export interface Sitting {
  readonly session: LabellingSession;
  readonly outbox: Outbox;
  readonly isLasting: boolean;
}

interface SittingOptions extends Pick<SessionOptions, 'onStored'> {
  readonly user: string;
  readonly project: string;
  readonly batch: string | null;
  readonly annotation: string | null;
}

/** A sitting for this person in this project, from the first visit of the page to leaving it. */
export function useSitting({ user, project, batch, annotation, onStored }: SittingOptions) {
  const queryClient = useQueryClient();
  const [sitting, setSitting] = useState<Sitting | null>(null);
  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    void keptStore().then((store) => {
      if (isOver) return;
      const outbox = outboxOf(user, store);
      const channel = new BroadcastChannel('labelwright.assignments');
      const session = new LabellingSession({
        user,
        store,
        outbox,
        channel,
        clock: systemClock,
        fetch: (count) => fetchAssignments(project, batch, count),
        fetchSchema: (version) => fetchSchema(queryClient, version),
        decode: decodeImage,
        renew: renewLease,
        saveDraft,
        onStored,
        fetchReopened: annotation ? () => fetchReopened(annotation) : undefined,
      });
      const unfollow = followPage(session);
      session.start();
      setSitting({ session, outbox, isLasting: store.isLasting });
      stop = () => {
        unfollow();
        session.stop();
        channel.close();
        setSitting(null);
      };
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [user, project, batch, annotation, queryClient, onStored]);
  return sitting;
}

export function useSittingState({ session }: Sitting): SessionState {
  return useSyncExternalStore(session.subscribe, session.getState);
}

export function useOutboxState({ outbox }: Sitting): OutboxState {
  return useSyncExternalStore(outbox.subscribe, outbox.getState);
}

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** Tells the session what happens to the page. */
function followPage(session: LabellingSession): () => void {
  const touch = () => session.touch();
  const see = () => session.setVisible(document.visibilityState === 'visible');
  const hide = () => session.setVisible(false);
  const resume = () => session.resume();
  for (const sign of SIGNS_OF_LIFE)
    window.addEventListener(sign, touch, { passive: true, capture: true });
  document.addEventListener('visibilitychange', see);
  window.addEventListener('pagehide', hide);
  window.addEventListener('online', resume);
  const stopListening = sessionEvents.onRestored(resume);
  return () => {
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touch, { capture: true });
    document.removeEventListener('visibilitychange', see);
    window.removeEventListener('pagehide', hide);
    window.removeEventListener('online', resume);
    stopListening();
  };
}

async function fetchReopened(annotation: string): Promise<Subject> {
  const found = await fetchAnnotation(annotation);
  return {
    id: found.id,
    item: found.item,
    batch: found.batch
      ? { id: found.batch.id ?? '', name: found.batch.name ?? '', instructions: '' }
      : null,
    schemaVersion: found.schema_version,
    guidelineVersion: found.guideline_version,
    value: found.value as AnnotationValue, // the server checked its shape
    draftVersion: 0,
    seconds: 0,
    baseRevision: found.revision,
    returned: null,
    reopened: { annotation: found.id, revision: found.revision },
    position: null,
  };
}
