import { matchesStroke, parseShortcut } from './shortcuts';

/* Pictures in Markdown: `![Two cells that touch](picture:key)`. The text names them; only here stands where they are. */

const ADDRESS = /^picture:([a-z2-7]{16})$/;
const WRITTEN =
  /!\[((?:\\.|[^[\]\\])*)\]\([ \t]*<?picture:[a-z2-7]{16}>?(?:[ \t]+"[^"\n]*")?[ \t]*\)/g;
const ANY = /!\[((?:\\.|[^[\]\\])*)\]\(picture:[\w-]+\)/g; // also what is on its way
const PATH = /^\/api\/v1\/pictures\/[a-z2-7]{16}$/;

/** The key that picks a picture in every field that takes them. */
export const PICTURE_KEYS = 'mod+alt+p';

/** Whether that key was pressed. */
export function isPictureStroke(event: KeyboardEvent): boolean {
  const [stroke] = parseShortcut(PICTURE_KEYS);
  return stroke !== undefined && matchesStroke(event, stroke);
}

/** Where the picture is that an address in a text names; null for every other address. */
export function pictureUrl(address: string): string | null {
  const key = ADDRESS.exec(address)?.[1];
  return key ? `/api/v1/pictures/${key}` : null;
}

/** Whether a page may load this: a picture of a text, from us. */
export function isPictureUrl(source: string): boolean {
  return PATH.test(source);
}

/** The Markdown of the pictures in a text, each as it is written there. */
export function picturesIn(text: string): string[] {
  return text.match(WRITTEN) ?? [];
}

/** The text with what they show in the place of its pictures: for lines that show no Markdown. */
export function inWords(text: string): string {
  return text.replace(WRITTEN, (_, shows: string) => shows.replace(/\\([!-/:-@[-`{-~])/g, '$1'));
}

/** Instead of a part of a text, another; offsets are UTF-16 units. */
export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** A change, and what is selected then. */
export interface TextEdit extends TextChange {
  selection: { anchor: number; head: number };
}

/** The text with the change. */
export function changed(text: string, { from, to, insert }: TextChange): string {
  return text.slice(0, from) + insert + text.slice(to);
}

/** Where a place in the text is after the change. */
export function placeAfter(place: number, { from, to, insert }: TextChange): number {
  if (place <= from) return place;
  return place >= to ? place + insert.length - (to - from) : from + insert.length;
}

/**
 * Puts a picture behind the selection, on lines of its own. What it shows is selected, or, where nobody knows that yet, the
 * cursor stands where it is to be written.
 */
export function pictureEdit(key: string, shows: string) {
  return (text: string, _from: number, to: number): TextEdit => {
    const at = behindPicture(text, to);
    const words = shows.replace(/[[\]\\]/g, '\\$&');
    const lead = gap(text.slice(0, at).split('\n'), 'before');
    const tail = gap(text.slice(at).split('\n'), 'behind');
    const start = at + lead.length + 2;
    return {
      from: at,
      to: at,
      insert: `${lead}![${words}](picture:${key})${tail}`,
      selection: { anchor: start, head: start + words.length },
    };
  };
}

/**
 * The picture that stood in the text while it was on its way has its key, or without one is taken out again. Null when nobody
 * wants it any more: it is not in the text.
 */
export function pictureArrived(text: string, sent: string, key: string | null): TextChange | null {
  for (const match of text.matchAll(ANY)) {
    const end = match.index + match[0].length;
    const address = `(picture:${sent})`;
    if (!match[0].endsWith(address)) continue;
    if (key === null) return { from: match.index, to: end, insert: '' };
    return { from: end - address.length, to: end, insert: `(picture:${key})` };
  }
  return null;
}

/** Somebody may be writing what a picture shows when the next one comes: it does not go into the brackets. */
function behindPicture(text: string, at: number): number {
  for (const match of text.matchAll(ANY)) {
    const end = match.index + match[0].length;
    if (match.index < at && at < end) return end;
  }
  return at;
}

/** What parts a picture from the text beside it: one empty line. */
function gap(lines: readonly string[], side: 'before' | 'behind'): string {
  const order = side === 'before' ? [...lines].reverse() : lines;
  const [beside = '', next = ''] = order;
  if (lines.length === 1 && beside.trim() === '') return '';
  if (beside.trim() !== '') return '\n\n';
  return next.trim() !== '' ? '\n' : '';
}

/** The pictures among what is pasted or dropped. Where there are words, too, the words are meant: a table brings its picture along. */
export function pictureFiles(data: DataTransfer): File[] {
  if (data.types.includes('text/plain')) return [];
  return [...data.files].filter(({ type }) => type.startsWith('image/'));
}

/** What the name of a file says about it; nothing for the names that programs give. */
export function wordsOfName(name: string): string {
  const stem = name
    .replace(/\.[^.]+$/, '')
    .replaceAll(/[_\s]+/g, ' ')
    .trim();
  return /^(image|img|screenshot|bild|untitled|clipboard|dsc)?[\W\d_]*$/i.test(stem) ? '' : stem;
}
