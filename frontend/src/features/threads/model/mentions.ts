import type { Author } from '@/api/threads';

const MENTION = /(?<![\w-])@(ann-[0-9a-f]{8})(?![\w-])/g;
const PERSON = /[ \t]*(?<![\w-])@?ann-[0-9a-f]{8}(?![\w-])/g;

/** Markdown with the people in it as the reader knows them. */
export function withNames(
  body: string,
  mentions: readonly Author[],
  nameOf: (author: Author) => string,
): string {
  const names = new Map(mentions.map((author) => [author.pseudonym, nameOf(author)]));
  return body.replace(MENTION, (whole, pseudonym: string) => {
    const name = names.get(pseudonym);
    return name === undefined ? whole : `**@${escaped(name)}**`;
  });
}

/** For those who may know of nobody in it. */
export function withoutPeople(body: string): string {
  return body.replace(PERSON, '').trim();
}

/** A name is no Markdown, whatever is in it. */
function escaped(name: string): string {
  return name.replace(/[\\`*_{}[\]()#+\-.!|<>~&:@/]/g, '\\$&');
}
