import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { ExternalStore } from '@/lib/external-store';
import { answer, client } from './client';
import type { components } from './schema';

export type Job = components['schemas']['JobOut'];

const NOTHING: readonly Job[] = [];
const AGAIN_MS = 10_000;

/** The newest jobs of a project as the server tells them, over one connection however many components listen. */
class JobStream {
  readonly #store = new ExternalStore<readonly Job[]>(NOTHING);
  #listeners = 0;
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly project: string) {}

  get = this.#store.get;

  subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#store.subscribe(listener);
    this.#listeners += 1;
    if (this.#listeners === 1) this.#open();
    return () => {
      unsubscribe();
      this.#listeners -= 1;
      if (this.#listeners === 0) this.#close();
    };
  };

  #open(): void {
    if (typeof EventSource === 'undefined') return;
    const source = new EventSource(`/api/v1/projects/${this.project}/jobs/stream`);
    source.addEventListener('jobs', (event: MessageEvent<string>) => {
      this.#store.set(JSON.parse(event.data) as Job[]); // what `JobOut` describes
    });
    source.onerror = () => {
      // The browser connects again by itself, unless the answer was a refusal.
      if (source.readyState !== EventSource.CLOSED) return;
      this.#close();
      this.#timer = setTimeout(() => this.#listeners > 0 && this.#open(), AGAIN_MS);
    };
    this.#source = source;
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}

const streams = new Map<string, JobStream>();

function streamOf(project: string): JobStream {
  let stream = streams.get(project);
  if (!stream) streams.set(project, (stream = new JobStream(project)));
  return stream;
}

const never = () => () => {};
const nothing = () => NOTHING;

/** The newest twenty jobs of the project, live; none without a project or where they may not be seen. */
export function useLiveJobs(project: string | null): readonly Job[] {
  const stream = project ? streamOf(project) : null;
  return useSyncExternalStore(stream?.subscribe ?? never, stream?.get ?? nothing);
}

export function isLive(job: Pick<Job, 'state'>): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** `job` as it is now, if the stream knows more of it. */
export function useLiveJob(project: string, job: Job | null): Job | null {
  const live = useLiveJobs(job && isLive(job) ? project : null);
  return useMemo(() => live.find((each) => each.id === job?.id) ?? job, [live, job]);
}

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/jobs/{job}', { params: { path: { job: id } }, signal })),
  });
}

/** Stops a job, or starts an ended one again. */
export function useJobAction(action: 'cancel' | 'retry') {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => {
      const params = { path: { job: id } };
      return answer(
        action === 'cancel'
          ? client.POST('/api/v1/jobs/{job}/cancel', { params })
          : client.POST('/api/v1/jobs/{job}/retry', { params }),
      );
    },
    onSuccess: (job) => {
      queryClient.setQueryData(['job', job.id], job);
      void queryClient.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
}
