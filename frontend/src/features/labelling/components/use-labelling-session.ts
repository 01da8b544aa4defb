import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { keptStore, outboxOf } from '@/api/kept/my-outbox';
import { sessionEvents } from '@/api/session-events';
import type { Outbox, OutboxState } from '@/api/kept/outbox';
import { carryDraft, fetchCurrentVersions, fetchNewestBase } from '@/api/carry';
import { fetchSchema } from '@/api/versions';
import { readyForStage } from '@/editor/screen/stages/stages';
import { systemClock } from '@/lib/clock';
import { followPresence } from '@/lib/presence';
import { fetchAnnotation } from '../api/annotations';
import { fetchAssignments, renewLease, saveDraft } from '../api/assignments';
import {
  LabellingSession,
  type SessionOptions,
  type SessionState,
  type Subject,
} from '../model/labelling-session';
import type { AnnotationValue } from '@/editor/core/value';
import { SchemaWatch } from '../model/schema-watch';

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
  readonly schemaVersion: string | null;
}

/** A sitting for this person in this project, from the first visit of the page to leaving it. */
export function useSitting(options: SittingOptions) {
  const { user, project, batch, annotation, onStored } = options;
  const queryClient = useQueryClient();
  const [sitting, setSitting] = useState<Sitting | null>(null);
  // Where it starts; from then on the session is told, and must not be built anew.
  const schemaVersion = useRef(options.schemaVersion);
  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    void keptStore().then((store) => {
      if (isOver) return;
      const outbox = outboxOf(user, store);
      const channel = new BroadcastChannel('labelwright.assignments');
      const schemaOf = (version: string) => fetchSchema(queryClient, version);
      const watch = new SchemaWatch({
        fetch: async () => {
          const { schema, guideline } = await fetchCurrentVersions(project);
          session.followGuideline(guideline);
          return schema;
        },
        onVersion: (version) => session.followSchema(version),
        clock: systemClock,
      });
      const session: LabellingSession = new LabellingSession({
        user,
        store,
        outbox,
        channel,
        clock: systemClock,
        fetch: (count) => fetchAssignments(project, batch, count),
        schemaVersion: schemaVersion.current,
        fetchSchema: schemaOf,
        // A schema changes a few times a year: nobody waits for this when they begin to label.
        carrier: async () => {
          const { SchemaCarrier } = await import('../model/schema-carrier');
          return new SchemaCarrier({
            user,
            store,
            fetchSchema: schemaOf,
            carry: (item, schema_version, value) =>
              carryDraft(project, { item, schema_version, value: { ...value } }),
            newestBase: fetchNewestBase,
          });
        },
        onContact: () => watch.look(),
        ready: readyForStage,
        renew: renewLease,
        saveDraft,
        onStored,
        fetchReopened: annotation ? () => fetchReopened(annotation) : undefined,
      });
      const unfollow = followPage(session);
      watch.start();
      session.start();
      setSitting({ session, outbox, isLasting: store.isLasting });
      stop = () => {
        unfollow();
        watch.stop();
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

/** Tells the session what happens to the page. */
function followPage(session: LabellingSession): () => void {
  const resume = () => session.resume();
  window.addEventListener('online', resume);
  const cleanups = [followPresence(session), sessionEvents.onRestored(resume)];
  return () => {
    window.removeEventListener('online', resume);
    for (const cleanup of cleanups) cleanup();
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
    annotation: found.id,
    question: null,
    recheck: null,
    position: null,
    training: null,
    prediction: null,
  };
}
