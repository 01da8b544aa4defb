import { isSpan } from '../core/located';
import type { EditorSchema } from '../core/schema';
import type { Region } from '../core/value';

export type Refusal = 'empty' | 'no-label' | 'overlap' | 'duplicate' | 'locked';

/** Why a span may not stand there beside `regions`, or null when it may. */
export function refusalOf(
  schema: EditorSchema,
  regions: readonly Region[],
  wanted: {
    readonly id?: string;
    readonly field: string;
    readonly label: string;
    readonly start: number;
    readonly end: number;
  },
): Refusal | null {
  if (wanted.start >= wanted.end) return 'empty';
  const mayOverlap = schema.field(wanted.field)?.overlap ?? false;
  for (const { id, field, label, geometry } of regions) {
    if (id === wanted.id || field !== wanted.field || !isSpan(geometry)) continue;
    if (label === wanted.label && geometry.start === wanted.start && geometry.end === wanted.end)
      return 'duplicate';
    if (!mayOverlap && geometry.start < wanted.end && wanted.start < geometry.end) return 'overlap';
  }
  return null;
}
