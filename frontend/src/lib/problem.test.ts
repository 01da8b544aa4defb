import { describe, expect, it } from 'vitest';
import { problemFrom } from './problem';

function answerOf(body: unknown, status: number, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, { status, headers });
}

describe('an error answer', () => {
  it('keeps the words, the faults and what comes beside them', async () => {
    const problem = await problemFrom(
      answerOf(
        {
          type: '/problems/stale-revision',
          title: 'Saved by somebody else first',
          status: 412,
          detail: 'Revision 5 is newer.',
          instance: 'urn:uuid:1',
          current: 5,
          errors: [{ pointer: '#/labels/3/key', detail: 'Must be unique.' }],
        },
        412,
      ),
    );

    expect(problem.code).toBe('stale-revision');
    expect(problem.status).toBe(412);
    expect(problem.extensions.current).toBe(5);
    expect(problem.at('/labels')).toBe('Must be unique.');
    expect(problem.at('/label')).toBeNull();
  });

  it('of a proxy is a problem, too', async () => {
    const problem = await problemFrom(
      answerOf('<html>Bad gateway</html>', 502, { 'Retry-After': '7' }),
    );

    expect(problem.status).toBe(502);
    expect(problem.errors).toEqual([]);
    expect(problem.retryAfter).toBe(7);
  });

  it('with malformed faults keeps the good ones', async () => {
    const problem = await problemFrom(
      answerOf({ errors: ['x', { pointer: '/a', detail: 'b' }] }, 400),
    );

    expect(problem.errors).toEqual([{ pointer: '/a', detail: 'b' }]);
  });
});
