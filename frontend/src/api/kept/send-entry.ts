import { networkProblem, problemFrom } from '@/lib/problem';
import { csrfToken, screenLanguage } from '../client';
import { sessionEvents } from '../session-events';
import type { OutboxEntry } from './kept-database';

/** How long an answer may take. Longer than any save, shorter than anybody's patience: then it is tried again. */
const PATIENCE_MS = 20_000;

/** Sends a kept request; its address was made when it was kept, so the typed client has no part in it. */
export async function sendEntry(entry: OutboxEntry): Promise<unknown> {
  const response = await fetch(entry.path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json, application/problem+json',
      'Content-Type': 'application/json',
      'X-CSRFToken': csrfToken(),
      'Accept-Language': screenLanguage(),
      'Idempotency-Key': entry.id,
      ...entry.headers,
    },
    body: JSON.stringify(entry.body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw networkProblem(error);
  });
  if (!response.ok) {
    if (response.status === 401) sessionEvents.announceExpired();
    throw await problemFrom(response);
  }
  return response.status === 204 ? null : await response.json();
}
