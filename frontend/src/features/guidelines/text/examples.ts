import type { CodeEdit } from '@/components/code-editor';
import { exampleLine, readExample, type NamedExample } from '@/lib/examples';

/* What is done to the lines that name examples: changes of the text, so that the editor's undo takes them back. */

type Change = (text: string, from: number, to: number) => CodeEdit;

/** The line on lines of its own behind the line of the cursor, or in its place if that is empty. */
export function insertExample(example: NamedExample): Change {
  return (text, _from, to) => {
    const start = text.lastIndexOf('\n', to - 1) + 1;
    const next = text.indexOf('\n', to);
    const end = next < 0 ? text.length : next;
    const isEmpty = text.slice(start, end).trim() === '';
    const hasTextBefore =
      text.slice(0, start).trim() !== '' && !text.slice(0, start).endsWith('\n\n');
    const lead = isEmpty ? (hasTextBefore ? '\n' : '') : '\n\n';
    const tail = text.slice(end).startsWith('\n\n') || end === text.length ? '\n' : '\n\n';
    const from = isEmpty ? start : end;
    const insert = `${lead}${exampleLine(example)}${tail}`;
    const anchor = from + insert.length;
    return { from, to: end, insert, selection: { anchor, head: anchor } };
  };
}

/** The line says something else; null takes it out. */
export function changeExample(example: NamedExample, changed: NamedExample | null): Change {
  return (text, from, to) => {
    const found = lineOf(text, example);
    if (!found) return nothing(from, to);
    const end = changed ? found.to : Math.min(text.length, found.to + 1);
    const insert = changed ? exampleLine(changed) : '';
    const anchor = found.from + insert.length;
    return { from: found.from, to: end, insert, selection: { anchor, head: anchor } };
  };
}

/** Changes places with the example before or behind it. */
export function moveExample(example: NamedExample, by: -1 | 1): Change {
  return (text, from, to) => {
    const lines = exampleLines(text);
    const at = lines.findIndex(({ words }) => words === exampleLine(example));
    const [one, other] = [lines[at], lines[at + by]].sort(
      (a, b) => (a?.from ?? 0) - (b?.from ?? 0),
    );
    if (at < 0 || !one || !other) return nothing(from, to);
    const between = text.slice(one.to, other.from);
    const insert = text.slice(other.from, other.to) + between + text.slice(one.from, one.to);
    const anchor = one.from + (by < 0 ? 0 : insert.length);
    return { from: one.from, to: other.to, insert, selection: { anchor, head: anchor } };
  };
}

function exampleLines(text: string): { from: number; to: number; words: string }[] {
  let from = 0;
  return text.split('\n').flatMap((line) => {
    const at = from;
    from += line.length + 1;
    const named = readExample(line);
    return named ? [{ from: at, to: at + line.length, words: exampleLine(named) }] : [];
  });
}

function lineOf(text: string, example: NamedExample) {
  return exampleLines(text).find(({ words }) => words === exampleLine(example));
}

function nothing(from: number, to: number): CodeEdit {
  return { from, to: from, insert: '', selection: { anchor: from, head: to } };
}
