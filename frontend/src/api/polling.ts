import type { Query } from '@tanstack/react-query';

/**
 * A `refetchInterval` that asks again while `isActive(data)`, ever more rarely up to `slowest`, and stops by itself:
 * `useQuery({ …, refetchInterval: pollWhile((job: Job) => job.state === 'running') })`.
 */
export function pollWhile<T>(isActive: (data: T) => boolean, fastest = 1000, slowest = 10_000) {
  return (query: Pick<Query<T>, 'state'>): number | false => {
    const { data, dataUpdateCount, fetchFailureCount } = query.state;
    if (data === undefined || !isActive(data)) return false;
    const steps = Math.floor(dataUpdateCount / 10) + fetchFailureCount;
    return Math.min(fastest * 1.5 ** steps, slowest);
  };
}
