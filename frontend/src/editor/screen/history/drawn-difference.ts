import { titleOf, type SchemaDocument, type SchemaLabel } from '@/lib/schema-document';
import { fromValue } from '../../core/document';
import { writeLocated } from '../../core/located';
import type { AnnotationValue, Region } from '../../core/value';
import type { ValueDifference } from './value-difference';

/** A value with the schema version that it was made with. */
export interface Side {
  readonly schema: SchemaDocument;
  readonly value: AnnotationValue;
}

export interface Drawn extends Side {
  /** What differs; the rest steps back. */
  readonly marked: readonly string[];
}

/** How each standing is drawn: a colour, and a sign for those who do not see it. */
const LOOKS = {
  added: { colour: '#2fb36d', sign: '+' },
  removed: { colour: '#ec4e57', sign: '−' },
  changed: { colour: '#f2a72e', sign: '→' },
  was: { colour: '#b9c2cc', sign: '←' },
  same: { colour: '#8a94a3', sign: '' },
} as const;
type Look = keyof typeof LOOKS;

/** The colour of a standing in the picture, for its legend. */
export function lookOf(look: Look): (typeof LOOKS)[Look] {
  return LOOKS[look];
}

/** The id of a region as it was, beside the one that it is now. */
export function idBefore(id: string): string {
  return `${id} before`;
}

/**
 * Both sides in one picture. Each label of a schema stands once for each standing, in its colour: so the editor draws the
 * difference as it draws everything, and knows nothing of it.
 */
export function drawnDifference(
  before: Side,
  after: Side,
  difference: ValueDifference,
  locale: string,
): Drawn {
  const changes = new Map(difference.regions.map((each) => [each.id, each]));
  const drawn: { region: Region; look: Look; from: Side }[] = [];
  for (const each of difference.regions) {
    if (each.before && each.standing === 'removed')
      drawn.push({ region: each.before, look: 'removed', from: before });
    if (each.before && each.after && each.isMoved)
      drawn.push({
        region: { ...each.before, id: idBefore(each.id) },
        look: 'was',
        from: before,
      });
  }
  for (const region of fromValue(after.value).regions)
    drawn.push({ region, look: changes.get(region.id)?.standing ?? 'same', from: after });

  const fields = new Map<string, { type: string; labels: Map<string, SchemaLabel> }>();
  const byField = new Map<string, Region[]>();
  for (const { region, look, from } of drawn) {
    const field = from.schema.fields.find(({ key }) => key === region.field);
    const label = field?.labels?.find(({ key }) => key === region.label);
    const title = titleOf(label ?? { key: region.label }, locale);
    const key = `${look} ${region.label} ${region.geometry.type}`;
    const { labels } = ensure(fields, region.field, () => ({
      type: field?.type ?? 'regions',
      labels: new Map<string, SchemaLabel>(),
    }));
    labels.set(key, {
      key,
      name: `${LOOKS[look].sign} ${title}`.trim(),
      colour: LOOKS[look].colour,
      geometry: region.geometry.type,
      ...(label?.skeleton && { skeleton: label.skeleton }),
    });
    ensure(byField, region.field, () => []).push({ ...region, label: key });
  }
  return {
    schema: {
      input: after.schema.input,
      fields: [...fields].map(([key, { type, labels }]) => ({
        key,
        type,
        labels: [...labels.values()],
        overlap: true,
      })),
    },
    value: Object.fromEntries(
      [...byField].map(([key, regions]) => [
        key,
        writeLocated(fields.get(key)?.type ?? 'regions', regions),
      ]),
    ),
    marked: drawn.filter(({ look }) => look !== 'same').map(({ region }) => region.id),
  };
}

function ensure<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
