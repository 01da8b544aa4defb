import {
  asText,
  isColour,
  titleOf,
  type SchemaDocument,
  type SchemaField,
} from '@/lib/schema-document';

interface Counted {
  field: string;
  label: string;
  name: string;
  count: number;
  splits: Readonly<Record<string, number>>;
}

export interface LabelBar {
  key: string;
  title: string;
  colour: string | null;
  total: number;
  parts: readonly { split: string; count: number; from: number; width: number }[];
}

export interface FieldChart {
  key: string;
  title: string;
  /** `regions`, `spans`, `choice`, `choices`; empty where the schema is not known. */
  type: string;
  total: number;
  bars: readonly LabelBar[];
}

/** Bars by field, in the order of the schema; the longest of a field reaches from 0 to 1. */
export function fieldCharts(
  labels: readonly Counted[],
  splits: readonly string[],
  document: SchemaDocument | null,
  locale: string,
): FieldChart[] {
  const byField = new Map<string, Counted[]>();
  for (const label of labels) {
    byField.set(label.field, [...(byField.get(label.field) ?? []), label]);
  }
  return [...byField].map(([key, counted]) => {
    const field = document?.fields.find((each) => asText(each.key) === key);
    const longest = Math.max(1, ...counted.map((label) => label.count));
    return {
      key,
      title: field ? titleOf(field, locale) : key,
      type: field?.type ?? '',
      total: counted.reduce((sum, label) => sum + label.count, 0),
      bars: counted.map((label) => barOf(label, splits, field, longest, locale)),
    };
  });
}

function barOf(
  label: Counted,
  splits: readonly string[],
  field: SchemaField | undefined,
  longest: number,
  locale: string,
): LabelBar {
  const part = [...(field?.labels ?? []), ...(field?.options ?? [])].find(
    (each) => asText(each.key) === label.label,
  );
  let from = 0;
  const parts = splits.map((split) => {
    const count = label.splits[split] ?? 0;
    const width = count / longest;
    from += width;
    return { split, count, from: from - width, width };
  });
  return {
    key: label.label,
    title: part ? titleOf(part, locale) : label.name,
    colour: isColour(part?.colour) ? part.colour : null,
    total: label.count,
    parts,
  };
}

export interface Gap {
  split: string;
  /** Titles of labels that this split has none of although others do. */
  labels: string[];
  /** It has none of any label. */
  isEmpty: boolean;
}

/** Splits that would test or train nothing of a label. Labels that nobody used are no gap. */
export function gaps(charts: readonly FieldChart[], splits: readonly string[]): Gap[] {
  const used = charts.flatMap((chart) => chart.bars.filter((bar) => bar.total > 0));
  return splits
    .map((split) => {
      const labels = used
        .filter((bar) => bar.parts.every((part) => part.split !== split || part.count === 0))
        .map((bar) => bar.title);
      return { split, labels, isEmpty: labels.length === used.length };
    })
    .filter((gap) => gap.labels.length > 0);
}
