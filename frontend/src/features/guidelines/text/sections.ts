import { asText, type SchemaDocument, explainedParts, titleOf } from '@/lib/schema-document';

export interface Section {
  key: string;
  title: string;
  level: number;
  /** From 1. */
  line: number;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const KEY = /\s*\{#([a-z][a-z0-9_-]{0,62})\}\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The sections of a draft, as the server will find them; a heading without `{#key}` gets one from its title. */
export function sectionsOf(markdown: string): Section[] {
  const sections: Section[] = [];
  const taken = new Set<string>();
  let fence: string | null = null;
  markdown.split('\n').forEach((text, index) => {
    const mark = FENCE.exec(text)?.[1];
    if (mark && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      return;
    }
    const heading = fence === null ? HEADING.exec(text) : null;
    if (!heading) return;
    const [, marks = '', words = ''] = heading;
    const title = words.replace(KEY, '').trim();
    const key = free(KEY.exec(words)?.[1] ?? keyOf(title), taken);
    taken.add(key);
    sections.push({ key, title, level: marks.length, line: index + 1 });
  });
  return sections;
}

/** The text in which every heading carries its key. */
export function withSectionKeys(markdown: string): string {
  const lines = markdown.split('\n');
  for (const { key, line } of sectionsOf(markdown)) {
    const bare = (lines[line - 1] ?? '').replace(/[ \t]*#*[ \t]*$/, '').replace(KEY, '');
    lines[line - 1] = `${bare} {#${key}}`;
  }
  return lines.join('\n');
}

/** The section that a line belongs to. */
export function sectionAtLine(sections: readonly Section[], line: number): Section | undefined {
  return sections.findLast((section) => section.line <= line);
}

export interface MissingSection {
  key: string;
  title: string;
  colour?: string;
}

/** Labels and options of the schema that the guideline says nothing about yet. */
export function missingSections(
  document: SchemaDocument | null,
  sections: readonly Section[],
  locale: string,
): MissingSection[] {
  const written = new Set(sections.map((section) => section.key));
  return explainedParts(document)
    .filter((part) => !written.has(asText(part.key)))
    .map((part) => ({
      key: asText(part.key),
      title: titleOf(part, locale),
      ...(part.colour ? { colour: part.colour } : {}),
    }));
}

/** The text with an empty section at its end. */
export function withSection(markdown: string, section: MissingSection): string {
  const text = markdown.trimEnd();
  return `${text}${text ? '\n\n' : ''}## ${section.title} {#${section.key}}\n\n`;
}

function keyOf(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return (/^[a-z]/.test(words) ? words : `section-${words}`.replace(/-+$/, '')).slice(0, 60);
}

function free(key: string, taken: ReadonlySet<string>): string {
  let found = key;
  for (let number = 2; taken.has(found); number += 1) found = `${key}-${number}`;
  return found;
}
