import { asText, type SchemaDocument } from '@/lib/schema-document';
import { getAt, isWithin, stepsOf } from './pointer';

export interface SchemaFault {
  pointer: string;
  detail: string;
}

/**
 * Where the form shows what a pointer leads to: the deepest field, label or option of a field. Attributes and
 * their options are edited in the form of their label. Null for what no form shows.
 */
export function homeOf(pointer: string): string | null {
  const steps = stepsOf(pointer.replace(/^#/, ''));
  if (steps[0] !== 'fields' || steps[1] === undefined) return null;
  const hasPart = (steps[2] === 'labels' || steps[2] === 'options') && steps[3] !== undefined;
  return `/${steps.slice(0, hasPart ? 4 : 2).join('/')}`;
}

/** What is wrong at this very place, as one text for the input there; null for nothing. */
export function faultAt(faults: readonly SchemaFault[], pointer: string): string | null {
  const found = faults.filter((fault) => fault.pointer === pointer);
  return found.length > 0 ? found.map((fault) => fault.detail).join(' ') : null;
}

export function faultsWithin(faults: readonly SchemaFault[], pointer: string): SchemaFault[] {
  return faults.filter((fault) => isWithin(fault.pointer, pointer));
}

/** Faults of the thing itself that no input shows, so that the head of its form must. */
export function faultsWithoutInput(
  faults: readonly SchemaFault[],
  home: string,
  inputs: readonly string[],
): SchemaFault[] {
  return faultsWithin(faults, home).filter(
    (fault) =>
      homeOf(fault.pointer) === home && !inputs.some((input) => isWithin(fault.pointer, input)),
  );
}

/** The place in words: "Cells › Red cell › shortcut". */
export function placeInWords(document: SchemaDocument | null, pointer: string): string {
  const steps = stepsOf(pointer);
  const words: string[] = [];
  let at = '';
  for (const step of steps) {
    at += `/${step}`;
    const thing = getAt(document, at);
    if (/^\d+$/.test(step)) {
      const named = thing as { name?: unknown; key?: unknown } | undefined; // outlined
      words.push(asText(named?.name) || asText(named?.key) || String(Number(step) + 1));
    } else if (!['fields', 'labels', 'options', 'attributes'].includes(step) || at === pointer) {
      words.push(step);
    }
  }
  return words.join(' › ');
}
