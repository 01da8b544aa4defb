/*
 * A shortcut is written `mod+k`, `shift+enter`, `?`, or as two strokes `g i`.
 * `mod` is ⌘ on Apple machines and Ctrl elsewhere.
 */

export interface Stroke {
  key: string;
  mod: boolean;
  alt: boolean;
  /** null: whatever it takes to type the key, as with `?`. */
  shift: boolean | null;
}

export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

export function parseShortcut(shortcut: string): Stroke[] {
  return shortcut.trim().split(/\s+/).map(parseStroke);
}

function parseStroke(text: string): Stroke {
  const parts = text.toLowerCase().split('+');
  // "+" itself, alone or after modifiers: "mod++"
  const key = text.endsWith('+') ? '+' : (parts.at(-1) ?? '');
  const modifiers = new Set(parts.slice(0, -1));
  const isNamed = key.length > 1 || /[a-z]/.test(key) || modifiers.has('shift');
  return {
    key: ALIASES[key] ?? key,
    mod: modifiers.has('mod'),
    alt: modifiers.has('alt'),
    shift: isNamed ? modifiers.has('shift') : null,
  };
}

const ALIASES: Record<string, string> = {
  esc: 'escape',
  space: ' ',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  del: 'delete',
};

/** True while an input method composes: the key is not for us, although `code` names one (Korean, Japanese). */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.key === 'Process' || event.keyCode === 229;
}

/** The key as the shortcut means it: a Hangul or Kana layout that isn't composing still hits `q` by its place. */
function keyOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const isForeignLetter = key.length === 1 && key.charCodeAt(0) > 0x2000;
  if (isForeignLetter || (event.altKey && key.length === 1)) {
    const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(event.code);
    return (place?.[1] ?? place?.[2] ?? key).toLowerCase();
  }
  return key;
}

export function matchesStroke(event: KeyboardEvent, stroke: Stroke): boolean {
  const mod = isApple() ? event.metaKey : event.ctrlKey;
  const other = isApple() ? event.ctrlKey : event.metaKey;
  return (
    keyOf(event) === stroke.key &&
    mod === stroke.mod &&
    !other &&
    event.altKey === stroke.alt &&
    (stroke.shift === null || event.shiftKey === stroke.shift)
  );
}

/** Why a key cannot be a shortcut of one's own: it is needed for moving about, or the browser keeps it for itself. */
export type NoShortcut = 'fixed' | 'browser' | 'digit';

const FIXED = new Set([
  'escape',
  'tab',
  'enter',
  'arrowup',
  'arrowdown',
  'arrowleft',
  'arrowright',
]);
const OF_THE_BROWSER = /^mod\+(shift\+)?[wtnqrlp]$|^f\d+$/;

/** The shortcut that a key press is, as commands write it; null while only modifiers are down. */
export function shortcutFrom(event: KeyboardEvent): string | NoShortcut | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead'].includes(event.key) || isComposing(event))
    return null;
  const key = keyOf(event);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (FIXED.has(key) && (isPlain || key !== 'enter')) return 'fixed';
  const isNamed = key.length > 1 || /[a-z ]/.test(key);
  // Which sign Shift makes of a digit differs from keyboard to keyboard.
  if (event.shiftKey && (/^Digit/.test(event.code) || /\d/.test(key))) return 'digit';
  const shortcut = [
    (isApple() ? event.metaKey : event.ctrlKey) && 'mod',
    event.altKey && 'alt',
    isNamed && event.shiftKey && 'shift',
    key === ' ' ? 'space' : key,
  ]
    .filter(Boolean)
    .join('+');
  return OF_THE_BROWSER.test(shortcut) ? 'browser' : shortcut;
}

const SIGNS: Record<string, string> = {
  enter: '⏎',
  escape: 'Esc',
  ' ': 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  backspace: '⌫',
  delete: 'Del',
  tab: 'Tab',
};

/** The caps to draw, stroke by stroke: `mod+k` → [["⌘","K"]] or [["Ctrl","K"]]. */
export function shortcutCaps(shortcut: string): string[][] {
  return parseShortcut(shortcut).map((stroke) => {
    const caps: string[] = [];
    if (stroke.mod) caps.push(isApple() ? '⌘' : 'Ctrl');
    if (stroke.alt) caps.push(isApple() ? '⌥' : 'Alt');
    if (stroke.shift) caps.push('⇧');
    caps.push(SIGNS[stroke.key] ?? stroke.key.toUpperCase());
    return caps;
  });
}

/** A shortcut as it is read out: "Ctrl + Shift + K". */
export function shortcutWords(shortcut: string): string {
  return shortcutCaps(shortcut)
    .map((caps) => caps.map((cap) => (cap === '⇧' ? 'Shift' : cap)).join(' + '))
    .join(', ');
}

/** For `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: string): string {
  return parseShortcut(shortcut)
    .map((stroke) =>
      [
        stroke.mod && (isApple() ? 'Meta' : 'Control'),
        stroke.alt && 'Alt',
        stroke.shift && 'Shift',
        stroke.key === ' ' ? 'Space' : stroke.key,
      ]
        .filter(Boolean)
        .join('+'),
    )
    .join(' ');
}
