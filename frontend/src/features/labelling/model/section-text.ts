interface Text {
  readonly markdown: string;
  readonly sections: readonly { readonly key: string; readonly line: number }[];
}

/** What a guideline says in one section, up to the next heading; null where it has no such section. */
export function sectionText({ markdown, sections }: Text, key: string): string | null {
  const at = sections.findIndex((section) => section.key === key);
  const section = sections[at];
  if (!section) return null;
  const end = sections[at + 1]?.line;
  const lines = markdown
    .split('\n')
    .slice(section.line - 1, end === undefined ? undefined : end - 1);
  return lines.join('\n').trim();
}
