import { QueryClient } from '@tanstack/react-query';
import { isProblem } from '@/lib/problem';

const PASSING = new Set([0, 502, 503, 504]);

/** Only what may pass by itself is tried again; a refusal stays a refusal. */
export function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 2 && isProblem(error) && PASSING.has(error.status);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: shouldRetry,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
        // Offline, fail and say so instead of hanging.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
