import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { answer, client } from '@/api/client';
import type { components } from '@/api/schema';

type Visit = components['schemas']['VisitOut'];
export type Visitor = Visit['others'][number];

/** The server forgets a visit after half a minute. */
const EVERY_MS = 10_000;
const NOBODY: readonly Visitor[] = [];

interface Company {
  /** Who else has the draft open. */
  others: readonly Visitor[];
  /** Somebody published or discarded the draft. */
  isGone: boolean;
}

/** Says that this page has the draft open; `onVersion` hears which version the server has, each time it is asked. */
export function useDraftVisit(project: string, onVersion: (version: number) => void): Company {
  const path = '/api/v1/projects/{project}/guideline-draft/visit';
  const visit = useQuery({
    queryKey: ['guideline-draft-visit', project],
    queryFn: ({ signal }) =>
      answer<Visit>(client.POST(path, { params: { path: { project } }, signal })),
    refetchInterval: EVERY_MS,
    gcTime: 0,
    retry: false,
  });
  const hear = useEffectEvent(onVersion);
  useEffect(() => {
    if (visit.data?.version) hear(visit.data.version);
  }, [visit.data, visit.dataUpdatedAt]);
  useEffect(() => {
    const leave = () =>
      void client
        .DELETE(path, { params: { path: { project } }, keepalive: true })
        .catch(() => undefined); // it is forgotten anyway
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [project]);
  return { others: visit.data?.others ?? NOBODY, isGone: visit.data?.version === null };
}
