import { sectionsOf, withSectionKeys } from './sections';

/* Two people changed one text: what can be put together without asking, and what cannot. By section, by its key. */

/** Which side changed the section since both began with the same text. */
export type Side = 'same' | 'mine' | 'theirs' | 'both';

/** One section in its three states; null where it is not there. The key is empty for what stands before the first heading. */
export interface MergedSection {
  key: string;
  title: string;
  side: Side;
  base: string | null;
  mine: string | null;
  theirs: string | null;
}

/** What becomes of a section that both changed. */
export type Choice = { take: 'mine' } | { take: 'theirs' } | { take: 'hand'; text: string };
export type Choices = Readonly<Record<string, Choice>>;

/** The sections in the order of the text that comes out. */
export function mergeTexts(base: string, mine: string, theirs: string): MergedSection[] {
  const [before, ours, others] = [base, mine, theirs].map(partsOf) as [Parts, Parts, Parts];
  return orderOf([...before.keys()], [...ours.keys()], [...others.keys()]).map((key) => {
    const [was, left, right] = [before, ours, others].map((parts) => parts.get(key) ?? null);
    return {
      key,
      title: (left ?? right ?? was)?.title ?? '',
      side: sideOf(was?.text ?? null, left?.text ?? null, right?.text ?? null),
      base: was?.text ?? null,
      mine: left?.text ?? null,
      theirs: right?.text ?? null,
    };
  });
}

/** Those that somebody has to decide. */
export function conflictsIn(sections: readonly MergedSection[]): MergedSection[] {
  return sections.filter((section) => section.side === 'both');
}

/** The text of both; null while a section that both changed is not decided. */
export function mergedText(
  sections: readonly MergedSection[],
  choices: Choices = {},
): string | null {
  const texts: string[] = [];
  for (const section of sections) {
    const choice = choices[section.key];
    if (section.side === 'both' && !choice) return null;
    const text = takenOf(section, choice)?.trim();
    if (text) texts.push(text);
  }
  return texts.length > 0 ? `${texts.join('\n\n')}\n` : '';
}

function takenOf(section: MergedSection, choice: Choice | undefined): string | null {
  if (section.side === 'theirs') return section.theirs;
  if (section.side !== 'both' || !choice) return section.mine;
  return choice.take === 'hand' ? choice.text : section[choice.take];
}

interface Part {
  title: string;
  text: string;
}
type Parts = Map<string, Part>;

/** Each section with its own text, up to the next heading. Every heading carries its key, so that both sides know it by that. */
function partsOf(markdown: string): Parts {
  const keyed = withSectionKeys(markdown.replace(/\r\n?/g, '\n'));
  const lines = keyed.split('\n');
  const sections = sectionsOf(keyed);
  const parts: Parts = new Map();
  const textOf = (from: number, to: number) =>
    lines.slice(from, to).join('\n').replace(/^\n+/, '').trimEnd();
  const beginning = textOf(0, (sections[0]?.line ?? lines.length + 1) - 1);
  if (beginning.trim()) parts.set('', { title: '', text: beginning });
  sections.forEach(({ key, title, line }, index) => {
    const end = (sections[index + 1]?.line ?? lines.length + 1) - 1;
    parts.set(key, { title, text: textOf(line - 1, end) });
  });
  return parts;
}

function sideOf(base: string | null, mine: string | null, theirs: string | null): Side {
  if (mine === theirs) return 'same';
  if (base === mine) return 'theirs';
  return base === theirs ? 'mine' : 'both';
}

/** The order of who moved something, mine first; what only the other side has goes behind what it stands behind there. */
function orderOf(base: string[], mine: string[], theirs: string[]): string[] {
  const common = new Set(base.filter((key) => mine.includes(key) && theirs.includes(key)));
  const shared = (keys: string[]) => keys.filter((key) => common.has(key)).join(' ');
  const hasMoved = shared(mine) !== shared(base);
  const [lead, other] = hasMoved ? [mine, theirs] : [theirs, mine];
  const order = [...lead];
  other.forEach((key, index) => {
    if (order.includes(key)) return;
    const behind = other.slice(0, index).findLast((each) => order.includes(each));
    order.splice(behind === undefined ? 0 : order.indexOf(behind) + 1, 0, key);
  });
  return order;
}
