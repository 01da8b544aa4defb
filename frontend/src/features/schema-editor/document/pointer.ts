/* JSON pointers (RFC 6901) into plain data, and changes along them that leave the old data as it was. */

export type Pointer = string;
type Step = string | number;

export function stepsOf(pointer: Pointer): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function join(pointer: Pointer, ...steps: Step[]): Pointer {
  return (
    pointer +
    steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  );
}

export function parentOf(pointer: Pointer): Pointer {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}

export function lastStep(pointer: Pointer): string {
  return stepsOf(pointer).at(-1) ?? '';
}

/** The place in its list of what the pointer leads to. */
export function indexOf(pointer: Pointer): number {
  return Number(lastStep(pointer));
}

export function isWithin(pointer: Pointer, ancestor: Pointer): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

/** What is there, or undefined. */
export function getAt(data: unknown, pointer: Pointer): unknown {
  let found = data;
  for (const step of stepsOf(pointer)) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[step]; // works for lists as well
  }
  return found;
}

/** The same data with `value` at the pointer; undefined takes the property away. */
export function setAt<T>(data: T, pointer: Pointer, value: unknown): T {
  return change(data, stepsOf(pointer), value) as T; // only what stands below the top changes
}

function change(data: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(data)) return data.with(Number(step), change(data[Number(step)], rest, value));
  const { [step]: old, ...others } = (data ?? {}) as Record<string, unknown>;
  const next = change(old, rest, value);
  if (next === undefined) return others;
  // An existing property keeps its place: the text beside the form should not jump.
  return { ...(data as object), [step]: next };
}

export function listAt(data: unknown, pointer: Pointer): readonly unknown[] {
  const found = getAt(data, pointer);
  return Array.isArray(found) ? found : [];
}

export function insertAt<T>(data: T, list: Pointer, index: number, value: unknown): T {
  return setAt(data, list, listAt(data, list).toSpliced(index, 0, value));
}

export function removeFromList<T>(data: T, pointer: Pointer): T {
  const list = parentOf(pointer);
  return setAt(data, list, listAt(data, list).toSpliced(indexOf(pointer), 1));
}

/** The same data with one thing of a list moved to another place in it. */
export function moveInList<T>(data: T, pointer: Pointer, to: number): T {
  const list = parentOf(pointer);
  const things = listAt(data, list);
  const target = Math.max(0, Math.min(to, things.length - 1));
  return setAt(
    data,
    list,
    things.toSpliced(indexOf(pointer), 1).toSpliced(target, 0, things[indexOf(pointer)]),
  );
}
