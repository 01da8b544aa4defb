export type Power = 'dataset:read' | 'predictions:write' | 'read' | 'write';

export interface TokenPlan {
  name: string;
  power: Power;
  /** Empty for all projects of the organisation. */
  projects: readonly string[];
  /** Days until it stops working. */
  days: number;
}

/** What the server calls it. `write` alone would let nothing be read, so it comes with `read`. */
export function scopesOf({ power, projects }: Pick<TokenPlan, 'power' | 'projects'>): string[] {
  const powers: Power[] = power === 'write' ? ['read', 'write'] : [power];
  if (projects.length === 0) return powers;
  return powers.flatMap((each) => projects.map((project) => `${each}:${project}`));
}

export interface ScopeParts {
  power: string;
  project: string | null;
}

/** `dataset:read:<id>` in its parts; the power itself may hold a colon. */
export function partsOf(scope: string): ScopeParts {
  const match = /^(.*):([0-9a-f]{8}-[0-9a-f-]{27})$/i.exec(scope);
  return match
    ? { power: match[1] ?? '', project: match[2] ?? null }
    : { power: scope, project: null };
}

export function expiryOf(days: number, now: Date): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString();
}
