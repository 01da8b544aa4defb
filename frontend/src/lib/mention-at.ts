/** What stands between the last `@` before the caret and the caret: whom one is about to name. Null for nobody. */
export function mentionAt(text: string, caret: number): { text: string; start: number } | null {
  // Behind a letter it is an address, not a mention; Korean and Japanese put no space before it.
  const hit = /(?<![A-Za-z0-9._-])@([^\s@]{0,40})$/u.exec(text.slice(0, caret));
  return hit?.[1] === undefined ? null : { text: hit[1], start: hit.index };
}
