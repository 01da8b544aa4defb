import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { isPlainObject, type Plain } from '@/lib/schema-document';
import { stepsOf } from './pointer';

export type TextFormat = 'yaml' | 'json';

export interface TextFault {
  line: number;
  column: number;
  detail: string;
}

export interface Place {
  line: number;
  column: number;
}

/** What a text says, or why it cannot be read; and where in it a pointer leads. */
export interface TextReading {
  document: Plain | null;
  faults: TextFault[];
  placeOf: (pointer: string) => Place;
}

export function writeText(document: unknown, format: TextFormat): string {
  return format === 'json'
    ? `${JSON.stringify(document, null, 2)}\n`
    : stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
}

/** Reads YAML or JSON, the small part of it that the server takes: no anchors, no tags, one document. */
export function readText(text: string, format: TextFormat): TextReading {
  const lines = new LineCounter();
  const parsed = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: false,
    strict: true,
    ...(format === 'json' ? { schema: 'json' as const } : { schema: 'core' as const }),
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...mistakesIn(parsed, at), ...strangersIn(parsed, at)];
  if (format === 'json' && faults.length === 0) faults.push(...jsonFaults(text, at));
  const plain: unknown = faults.length > 0 ? null : parsed.toJS({ maxAliasCount: 0 });
  if (faults.length === 0 && !isPlainObject(plain)) {
    faults.push({ ...at(0), detail: 'Expected `input:` and `fields:`, found something else.' });
  }
  return {
    document: isPlainObject(plain) ? plain : null,
    faults,
    placeOf: (pointer) => at(offsetOf(parsed, pointer)),
  };
}

type At = (offset: number) => Place;

function mistakesIn(parsed: Document.Parsed, at: At): TextFault[] {
  return [...parsed.errors, ...parsed.warnings].map((error) => ({
    ...at(error.pos[0]),
    detail: error.message,
  }));
}

function strangersIn(parsed: Document.Parsed, at: At): TextFault[] {
  const faults: TextFault[] = [];
  visit(parsed, {
    Node(_, node) {
      const offset = node.range?.[0] ?? 0;
      const isAnchored = !isAlias(node) && (isScalar(node) || isCollection(node)) && node.anchor;
      if (isAlias(node) || isAnchored) {
        faults.push({
          ...at(offset),
          detail: 'Expected no anchors or aliases. Write the part out.',
        });
      } else if ('tag' in node && node.tag && !String(node.tag).startsWith('tag:yaml.org,2002:')) {
        faults.push({ ...at(offset), detail: 'Expected no tags. Remove it.' });
      }
    },
  });
  return faults;
}

/** JSON is stricter than the YAML that was read: quotes, commas, no comments. */
function jsonFaults(text: string, at: At): TextFault[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(words)?.[1] ?? 0);
    return [{ ...at(offset), detail: words }];
  }
}

/** Where a pointer leads; where that is missing, the nearest thing around it. */
function offsetOf(parsed: Document.Parsed, pointer: string): number {
  let node: unknown = parsed.contents;
  let offset = (parsed.contents as Node | null)?.range?.[0] ?? 0;
  for (const step of stepsOf(pointer)) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (!pair) break;
      const place = isScalar(pair.value) && pair.value.value !== null ? pair.value : pair.key;
      offset = (place as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}
