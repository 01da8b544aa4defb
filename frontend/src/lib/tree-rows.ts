import { asText, nameOf, titleOf, type SchemaNode } from './schema-document';

/** One line of a tree as it is shown. */
export interface TreeRow {
  readonly node: SchemaNode;
  /** From the root to the node itself. */
  readonly path: readonly SchemaNode[];
  readonly isOpen: boolean;
  readonly isFound: boolean;
}

/** So many lines are drawn at most: more than anybody reads, and as many as a browser draws at once. */
export const MOST_ROWS = 200;

/**
 * The lines of a tree: with a query what it finds (in titles of any language, names and keys; several words may be spread over a
 * node and those above it) and what stands above that, else whatever is open.
 */
export function treeRows(
  nodes: readonly SchemaNode[],
  { query, open }: { readonly query: string; readonly open: ReadonlySet<string> },
): readonly TreeRow[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const rows = words.length ? foundRows(nodes, words, []) : openRows(nodes, open, []);
  return rows.slice(0, MOST_ROWS);
}

function openRows(
  nodes: readonly SchemaNode[],
  open: ReadonlySet<string>,
  above: readonly SchemaNode[],
): TreeRow[] {
  return nodes.flatMap((node) => {
    const path = [...above, node];
    const isOpen = open.has(node.key);
    const below = isOpen ? openRows(node.children ?? [], open, path) : [];
    return [{ node, path, isOpen, isFound: false }, ...below];
  });
}

function foundRows(
  nodes: readonly SchemaNode[],
  words: readonly string[],
  above: readonly SchemaNode[],
): TreeRow[] {
  return nodes.flatMap((node) => {
    const path = [...above, node];
    const below = foundRows(node.children ?? [], words, path);
    const isFound = isMatch(path, words);
    return isFound || below.length
      ? [{ node, path, isOpen: below.length > 0, isFound }, ...below]
      : [];
  });
}

/** At least one word is the node's own: else everything below what was found would be found. */
function isMatch(path: readonly SchemaNode[], words: readonly string[]): boolean {
  const texts = path.map(textOf);
  const own = texts.at(-1) ?? '';
  return (
    words.some((word) => own.includes(word)) &&
    words.every((word) => texts.some((text) => text.includes(word)))
  );
}

function textOf(node: SchemaNode): string {
  const titles = Object.values(node.titles ?? {}).map(asText);
  return plain([...titles, nameOf(node), asText(node.key)].join('\n'));
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The titles from the root to the node, to tell nodes of the same title apart. */
export function pathWords(path: readonly SchemaNode[], locale: string): string {
  return path.map((node) => titleOf(node, locale)).join(' › ');
}
