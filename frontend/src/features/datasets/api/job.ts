import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '@/api/client';
import { pollWhile } from '@/api/polling';
import { isLive, type Job } from './versions';

/** A job and how far it is, asked again until it ends. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) =>
      answer<Job>(client.GET('/api/v1/jobs/{job}', { params: { path: { job: id } }, signal })),
    refetchInterval: pollWhile<Job>(isLive, 800, 5000),
  });
}
