/** The part of a keyboard event that shortcuts look at. */
export interface KeyPress {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly repeat?: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
}

/** An input method is at work on this key: it is part of a syllable and no shortcut. */
export function isComposing(event: KeyPress): boolean {
  return event.isComposing === true || event.key === 'Process' || event.keyCode === 229;
}

export function isMod(event: KeyPress): boolean {
  return event.ctrlKey || event.metaKey;
}

/** The key as shortcuts write it: a letter in lower case, by its place on the keyboard when the layout gives no Latin one (한, かな). */
export function keyName(event: KeyPress): string {
  if (event.key.length !== 1) return event.key;
  const code = event.code ?? '';
  const isLatin = /^[\x20-\x7e]$/.test(event.key);
  if (!isLatin && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  // Shift + 1 is "!" on one layout and "1" on another: digits go by place.
  if (event.shiftKey && /^Digit\d$/.test(code)) return code.slice(5);
  return event.key.toLowerCase();
}

/** A shortcut of the page's registry (`mod+shift+k`, `space`) as the editor writes it. */
export function editorKeys(shortcut: string): string {
  if (shortcut === 'space') return ' ';
  return shortcut.replace(
    /(mod|alt|shift)(?=\+.)/g,
    (name) => name[0]!.toUpperCase() + name.slice(1),
  );
}

/** Whether `event` is the shortcut `keys`: a key after any of `Mod`, `Shift`, `Alt`, joined by "+". `Mod` is Ctrl, or ⌘ on a Mac. */
export function matchesKeys(event: KeyPress, keys: string): boolean {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  const key = parts.at(-1) || '+';
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  if (wants('Mod') !== isMod(event) || wants('Alt') !== event.altKey) return false;
  const name = keyName(event);
  if (name.toLowerCase() !== key.toLowerCase()) return false;
  // A character such as "+" or "?" already implies whatever Shift its layout needs.
  const isSymbol = name.length === 1 && !/[a-z0-9 ]/.test(name);
  return isSymbol ? true : wants('Shift') === event.shiftKey;
}
