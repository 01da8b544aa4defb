import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import { readStored, writeStored } from '@/lib/locale';

/** The same key that public/scheme.js reads before the first paint. */
const KEY = 'labelwright.scheme';

function isScheme(value: unknown): value is MantineColorScheme {
  return value === 'light' || value === 'dark' || value === 'auto';
}

/** Remembers the scheme on this device; the account remembers it for the person. Tabs follow each other. */
export function createSchemeManager(): MantineColorSchemeManager {
  let handle: ((event: StorageEvent) => void) | undefined;
  return {
    get(fallback) {
      const stored = readStored(KEY);
      return isScheme(stored) ? stored : fallback;
    },
    set: (value) => writeStored(KEY, value),
    subscribe(onUpdate) {
      handle = (event) => {
        if (event.key === KEY && isScheme(event.newValue)) onUpdate(event.newValue);
      };
      window.addEventListener('storage', handle);
    },
    unsubscribe() {
      if (handle) window.removeEventListener('storage', handle);
    },
    clear: () => writeStored(KEY, null),
  };
}
