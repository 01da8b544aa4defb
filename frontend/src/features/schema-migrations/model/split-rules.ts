import {
  asText,
  isPlainObject,
  type Plain,
  type SchemaDocument,
  type SchemaField,
  type SchemaLabel,
} from '@/lib/schema-document';

export type RuleValue = string | number | boolean;

/** What a rule looks at, as operations write it. */
export type Condition =
  | { type: 'attribute_is'; attribute: string; values: readonly RuleValue[] }
  | { type: 'attribute_present'; attribute: string; present?: boolean }
  | { type: 'answer_is'; field: string; values: readonly RuleValue[] }
  | { type: 'area' | 'aspect_ratio'; at_least?: number | null; below?: number | null }
  | { type: 'text_matches'; pattern: string };

export interface Rule {
  when: Condition;
  to: string;
}

export interface Split {
  field: string;
  label: string;
  targets: readonly string[];
  rules: readonly Rule[];
  /** Where no rule holds; null asks a person. */
  otherwise: string | null;
}

const TYPES = new Set([
  'attribute_is',
  'attribute_present',
  'answer_is',
  'area',
  'aspect_ratio',
  'text_matches',
]);

export function readSplit(document: Plain): Split {
  const rules = Array.isArray(document.rules) ? (document.rules as unknown[]) : [];
  return {
    field: asText(document.field),
    label: asText(document.label),
    targets: Array.isArray(document.targets) ? document.targets.map(asText) : [],
    rules: rules.filter(isRule),
    otherwise: typeof document.otherwise === 'string' ? document.otherwise : null,
  };
}

function isRule(rule: unknown): rule is Rule {
  return isPlainObject(rule) && isPlainObject(rule.when) && TYPES.has(asText(rule.when.type));
}

/**
 * The split as an operation. An attribute that a rule looks at and no new label has has done its work then: that it goes is
 * no loss.
 */
export function writeSplit(split: Split, before: SchemaDocument, after: SchemaDocument): Plain {
  const { field, label, targets, rules, otherwise } = split;
  const consumes = consumedBy(split, before, after);
  return {
    kind: 'split_label/1',
    field,
    label,
    targets,
    ...(rules.length > 0 ? { rules } : {}),
    ...(otherwise ? { otherwise } : {}),
    ...(consumes.length > 0 ? { consumes } : {}),
  };
}

function consumedBy(split: Split, before: SchemaDocument, after: SchemaDocument): string[] {
  const used = split.rules.flatMap(({ when }) =>
    when.type === 'attribute_is' || when.type === 'attribute_present' ? [when.attribute] : [],
  );
  const own = new Set(labelOf(before, split)?.attributes?.map(({ key }) => key));
  const kept = new Set(
    split.targets.flatMap(
      (key) => labelOf(after, { ...split, label: key })?.attributes?.map((each) => each.key) ?? [],
    ),
  );
  return [...new Set(used)].filter((key) => own.has(key) && !kept.has(key));
}

export function labelOf(
  document: SchemaDocument,
  place: { field: string; label: string },
): SchemaLabel | undefined {
  const field = document.fields.find(({ key }) => key === place.field);
  return field?.labels?.find(({ key }) => key === place.label);
}

/** Whether a rule says enough to be carried out. */
export function isComplete({ when, to }: Rule): boolean {
  if (!to) return false;
  switch (when.type) {
    case 'attribute_is':
    case 'answer_is':
      return when.values.length > 0;
    case 'area':
    case 'aspect_ratio':
      return isNumber(when.at_least) || isNumber(when.below);
    case 'text_matches':
      return when.pattern !== '';
    default:
      return true;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Something that a rule can look at, in the words of the schema. */
export type Source =
  | { id: string; kind: 'attribute'; key: string }
  | { id: string; kind: 'answer'; key: string }
  | { id: 'area' | 'aspect_ratio' | 'text_matches'; kind: 'measure' };

const ANSWERED = ['choice', 'choices', 'number', 'rating', 'text'];

/** What the rules of this split can look at: attributes of the label, its geometry or text, answers about the item. */
export function sourcesOf(before: SchemaDocument, split: Split): Source[] {
  const label = labelOf(before, split);
  const field = before.fields.find(({ key }) => key === split.field);
  const attributes = (label?.attributes ?? []).map(({ key }): Source => ({
    id: `attribute ${key}`,
    kind: 'attribute',
    key,
  }));
  const measures: Source[] =
    field?.type === 'spans'
      ? [{ id: 'text_matches', kind: 'measure' }]
      : label?.geometry === 'box'
        ? [
            { id: 'area', kind: 'measure' },
            { id: 'aspect_ratio', kind: 'measure' },
          ]
        : [];
  const answers = before.fields
    .filter(({ type }) => ANSWERED.includes(type))
    .map(({ key }): Source => ({ id: `answer ${key}`, kind: 'answer', key }));
  return [...attributes, ...measures, ...answers];
}

/** A rule's condition before anything is filled in. */
export function blankCondition(source: Source): Condition {
  if (source.kind === 'attribute')
    return { type: 'attribute_is', attribute: source.key, values: [] };
  if (source.kind === 'answer') return { type: 'answer_is', field: source.key, values: [] };
  if (source.id === 'text_matches') return { type: 'text_matches', pattern: '' };
  return { type: source.id as 'area' | 'aspect_ratio' }; // the only measures left
}

export function sourceOf(when: Condition): string {
  switch (when.type) {
    case 'attribute_is':
    case 'attribute_present':
      return `attribute ${when.attribute}`;
    case 'answer_is':
      return `answer ${when.field}`;
    default:
      return when.type;
  }
}

/** Values that can be chosen from, by their keys; null where anything can be written. */
export function choicesFor(
  thing: Pick<SchemaField, 'type' | 'options'> | undefined,
): readonly { key: string; name?: string; titles?: Readonly<Record<string, string>> }[] | null {
  if (thing?.type === 'boolean') return [{ key: 'true' }, { key: 'false' }];
  return thing?.options ?? null;
}

/** What was written or chosen, in the type that the attribute has. */
export function readValues(type: string | undefined, texts: readonly string[]): RuleValue[] {
  if (type === 'boolean') return texts.map((text) => text === 'true');
  if (type === 'number' || type === 'rating')
    return texts.map(Number).filter((each) => Number.isFinite(each));
  return [...texts];
}
