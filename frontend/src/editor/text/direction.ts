export type Direction = 'ltr' | 'rtl';

const FIRST_LETTER = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

/** Which way a line runs: as its first letter does, as the Unicode Bidirectional Algorithm has it (rules P2 and P3). */
export function directionOf(line: string): Direction {
  const [letter] = FIRST_LETTER.exec(line) ?? [];
  return letter && RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}
