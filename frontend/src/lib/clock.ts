/** Time as something that is passed in, so that tests need not wait. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Calls `run` once after `ms`; the returned function takes it back. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Seconds to milliseconds, doubled with each failure up to half a minute, a little at random so that many do not return at once. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(1000 * 2 ** Math.max(0, failures - 1), 30_000);
  return Math.round(whole * (0.8 + 0.4 * random()));
}
