import createClient, { type Middleware } from 'openapi-fetch';
import { newId } from '@/lib/ids';
import { networkProblem, problemFrom } from '@/lib/problem';
import type { paths } from './schema';
import { sessionEvents } from './session-events';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** The language of the screens, which is not always the browser's: the server tells what is wrong in it. */
export function screenLanguage(): string {
  return document.documentElement.lang || 'en';
}

const conventions: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set('X-CSRFToken', csrfToken());
    request.headers.set('Accept', 'application/json, application/problem+json');
    request.headers.set('Accept-Language', screenLanguage());
    return request;
  },
  async onResponse({ response, schemaPath, request }) {
    if (response.ok) return undefined;
    const problem = await problemFrom(response);
    const isLogin = schemaPath === '/api/v1/session' && request.method === 'POST';
    if (response.status === 401 && !isLogin) sessionEvents.announceExpired();
    throw problem;
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return networkProblem(error);
  },
};

/** Speaks to /api/v1. Every failure is thrown as an `ApiProblem`; see `answer`. */
export const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  // Resolved per call, so that a test may put its own fetch in place.
  fetch: (request) => globalThis.fetch(request),
});
client.use(conventions);

/** The body of a successful answer: `answer(client.GET('/api/v1/session'))`. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T; // a failure was thrown by the middleware; a 204 has no body and T says so
}

/** Headers of a write that must not overwrite somebody else's: 412 when `version` is no longer the newest. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}

/** Headers of a creating POST. Keep the key over retries of the same intention: a replay gives the first answer. */
export function idempotent(key: string = newId()): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}
