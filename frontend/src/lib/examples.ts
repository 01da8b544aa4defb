/*
 * Examples in a guideline's text: a line of its own names one, says whether it is right, and why.
 *
 *     {example: rbc-1 | wrong | Two cells that touch are two boxes.}
 *
 * Verdict and caption are words of the text; what is shown is known by the key. The server reads the same.
 */

export const VERDICTS = ['right', 'wrong', 'borderline'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An example as the text names it. */
export interface NamedExample {
  readonly key: string;
  readonly verdict: Verdict;
  readonly caption: string;
}

/** What an example shows, as the API tells it. */
export interface ExampleContent {
  readonly key: string;
  readonly kind: string;
  readonly is_gone: boolean;
  readonly label: {
    readonly key: string;
    readonly name: string;
    readonly titles: Readonly<Record<string, string>>;
    readonly colour: string | null;
  } | null;
  readonly picture_url: string | null;
  readonly window: readonly number[];
  readonly text: string | null;
  readonly span: readonly number[] | null;
}

/** The contents that are known; while they load, and when they could not be loaded, that. */
export type Examples = ReadonlyMap<string, ExampleContent> | 'loading' | 'broken';

const LINE =
  /^\{example:[ \t]*([a-z][a-z0-9_-]{0,62})[ \t]*\|[ \t]*(right|wrong|borderline)[ \t]*(?:\|(.*))?\}$/;

/** The example that a line names, or null for every other line. */
export function readExample(line: string): NamedExample | null {
  const [, key, verdict, caption = ''] = LINE.exec(line.trim()) ?? [];
  const known = VERDICTS.find((each) => each === verdict);
  return key && known ? { key, verdict: known, caption: caption.trim() } : null;
}

export function exampleLine({ key, verdict, caption }: NamedExample): string {
  const words = caption.split(/\s+/).join(' ').trim();
  return words ? `{example: ${key} | ${verdict} | ${words}}` : `{example: ${key} | ${verdict}}`;
}

/** All lines that look like examples: a few too many (in a list, in code) do no harm. */
export function namedExamples(markdown: string): NamedExample[] {
  return markdown.split('\n').flatMap((line) => readExample(line) ?? []);
}

export function exampleKeys(markdown: string): string[] {
  return [...new Set(namedExamples(markdown).map(({ key }) => key))].sort();
}

export function contentsByKey(contents: readonly ExampleContent[]): Map<string, ExampleContent> {
  return new Map(contents.map((each) => [each.key, each]));
}

/** For a query: what is known by now. */
export function asExamples(query: {
  data?: ReadonlyMap<string, ExampleContent>;
  isError: boolean;
}): Examples {
  return query.data ?? (query.isError ? 'broken' : 'loading');
}
