import type { ComponentType } from 'react';

/** Without network nothing comes in its place: the work goes on. */
export function orNothing<Props>(code: Promise<{ default: ComponentType<Props> }>) {
  return code.catch((): { default: ComponentType<Props> } => ({ default: () => null }));
}
