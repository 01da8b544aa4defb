import { useCallback, useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store';

/** Keys by the name of the command; none where a command has no key. What is not here has its usual keys. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

const NONE: OwnKeys = {};

/** The keys that the person chose themselves, on all their screens. */
export const ownKeys = new ExternalStore<OwnKeys>(NONE);

/** The keys of a command now. */
export function keysOf(command: string, usual: readonly string[]): readonly string[] {
  const own = ownKeys.get();
  return Object.hasOwn(own, command) ? (own[command] ?? usual) : usual;
}

/** The first key of a command now, to be shown at its button; undefined where it has none. */
export function useKeyOf(command: string, usual: string): string | undefined {
  const read = useCallback(() => keysOf(command, [usual])[0], [command, usual]);
  return useSyncExternalStore(ownKeys.subscribe, read);
}
