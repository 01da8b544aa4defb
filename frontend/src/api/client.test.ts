import { afterEach, describe, expect, it, vi } from 'vitest';
import { isProblem } from '@/lib/problem';
import { answer, client, idempotent, ifMatch } from './client';
import { sessionEvents } from './session-events';

function respond(body: unknown, status = 200) {
  const fetch = vi.fn((_request: Request) =>
    Promise.resolve(
      new Response(JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
    ),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the client', () => {
  it('sends the CSRF token with writes', async () => {
    document.cookie = 'csrftoken=abc';
    const fetch = respond({});

    await answer(
      client.PATCH('/api/v1/me', { params: { header: ifMatch(1) }, body: { name: 'Mina' } }),
    );

    expect(fetch.mock.calls[0]?.[0].headers.get('X-CSRFToken')).toBe('abc');
  });

  it('asks for the language of the screens', async () => {
    document.documentElement.lang = 'ko';
    const fetch = respond({});

    await answer(client.GET('/api/v1/session'));

    expect(fetch.mock.calls[0]?.[0].headers.get('Accept-Language')).toBe('ko');
    document.documentElement.lang = '';
  });

  it('throws what the server says is wrong', async () => {
    respond({ type: '/problems/x', title: 'X', status: 409 }, 409);

    const error: unknown = await answer(client.GET('/api/v1/session')).catch(
      (thrown: unknown) => thrown,
    );

    expect(isProblem(error, 409)).toBe(true);
  });

  it('throws a problem of status 0 when no answer comes', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));

    const error: unknown = await answer(client.GET('/api/v1/session')).catch(
      (thrown: unknown) => thrown,
    );

    expect(isProblem(error, 0)).toBe(true);
  });

  it('announces a session that ended, but not a wrong password', async () => {
    const heard = vi.fn();
    const stop = sessionEvents.onExpired(heard);
    respond({ title: 'No' }, 401);

    await answer(client.POST('/api/v1/session', { body: { email: 'a', password: 'b' } })).catch(
      () => null,
    );
    expect(heard).not.toHaveBeenCalled();
    await answer(client.GET('/api/v1/projects', {})).catch(() => null);

    expect(heard).toHaveBeenCalledOnce();
    stop();
  });

  it('names the version and the intention of a write', () => {
    expect(ifMatch(4)).toEqual({ 'If-Match': '"4"' });
    expect(idempotent('k')).toEqual({ 'Idempotency-Key': 'k' });
  });
});
