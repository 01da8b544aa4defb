export interface Inserted {
  text: string;
  /** Where one goes on typing. */
  caret: number;
}

/** `piece` between `start` and `end` of `text`, on lines of its own where it is more than one. */
export function inserted(text: string, piece: string, start: number, end: number): Inserted {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const isBlock = piece.includes('\n');
  const head = isBlock && before !== '' && !before.endsWith('\n') ? `${before}\n\n` : before;
  const tail = isBlock && after !== '' && !after.startsWith('\n') ? `\n\n${after}` : after;
  return { text: head + piece + tail, caret: head.length + piece.length };
}
