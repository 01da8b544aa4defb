import type { ComponentType } from 'react';

/** For what is fetched later: without network nothing comes in its place, and the work goes on. */
export function orNothing<Props>(
  code: Promise<{ default: ComponentType<Props> }>,
): Promise<{ default: ComponentType<Props> }> {
  return code.catch(() => ({ default: () => null }));
}
