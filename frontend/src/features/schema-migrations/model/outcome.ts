import type { components } from '@/api/schema';
import type { Tally } from '@/api/schema-migrations';
import type { SchemaDocument } from '@/lib/schema-document';
import { DROPPED, WAITS, type Flow } from './flow-layout';

export type Row = components['schemas']['OutcomeRowOut'];
export type Outcome = Row['outcome'];

/** The samples of annotations that are not valid under their own schema. */
export const REFUSED = 'refused';

/** In order of importance: what is lost before what costs people's time before what goes by itself. */
export const BY_IMPORTANCE: readonly Outcome[] = [
  'dropped',
  'person',
  'refused',
  'lossy',
  'lossless',
  'unchanged',
];

export function byImportance(rows: readonly Row[]): Row[] {
  const rank = (row: Row) => BY_IMPORTANCE.indexOf(row.outcome);
  return [...rows].sort((a, b) => rank(a) - rank(b) || b.parts - a.parts || a.step - b.step);
}

export interface Sums {
  byThemselves: number;
  lossy: number;
  person: number;
  dropped: number;
  /** Annotations, not parts: nobody knows what such a value has. */
  refused: number;
}

export function sumsOf({ parts, annotations }: Tally): Sums {
  return {
    byThemselves: parts.lossless + parts.lossy,
    lossy: parts.lossy,
    person: parts.person,
    dropped: parts.dropped,
    refused: annotations.refused,
  };
}

export type Noun = 'boxes' | 'regions' | 'spans' | 'segments' | 'answers' | 'labels';

/** What the counted parts are: boxes where all are drawn so, spans, answers; labels where it is mixed. */
export function nounOf(rows: readonly Row[], schema: SchemaDocument | null): Noun {
  const kinds = new Set(rows.map((row) => kindOf(row, schema)));
  const [only] = kinds;
  return kinds.size === 1 && only ? only : 'labels';
}

function kindOf({ field, label }: Row, schema: SchemaDocument | null): Noun {
  const found = schema?.fields.find(({ key }) => key === field);
  if (found?.type === 'spans' || found?.type === 'segments') return found.type;
  if (found?.type !== 'regions') return 'answers';
  const geometry = found.labels?.find(({ key }) => key === label)?.geometry;
  return geometry === 'box' ? 'boxes' : 'regions';
}

/** The rows of which a flow is made: the same label, and an outcome that ends where the flow does. */
export function rowsOfFlow(flow: Flow, rows: readonly Row[]): Row[] {
  return rows.filter(
    ({ field, label, outcome }) =>
      field === flow.field && label === flow.old && endsIn(outcome, flow.new),
  );
}

function endsIn(outcome: Outcome, end: string): boolean {
  if (end === WAITS) return outcome === 'person';
  if (end === DROPPED) return outcome === 'dropped';
  return outcome === 'lossless' || outcome === 'lossy';
}

type Change = components['schemas']['PartChangeOut'];

/** Whether a change of a sample runs through the flow. */
export function runsThrough(change: Change, flow: Flow): boolean {
  if (change.field !== flow.field || change.label !== flow.old) return false;
  if (!endsIn(change.outcome, flow.new)) return false;
  if (flow.new === WAITS || flow.new === DROPPED) return true;
  return change.after.length === 0 || change.after.some((part) => labelIn(part) === flow.new);
}

function labelIn(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'label' in part ? part.label : undefined;
}

/** What costs something and has become more since a rehearsal. */
export interface Grown {
  step: number;
  field: string;
  label: string;
  outcome: Outcome;
  rehearsed: number;
  since: number;
}

/** What the refusal of an outdated rehearsal says has grown; a whole annotation has neither step nor field. */
export function grownIn({ changed }: Readonly<Record<string, unknown>>): Grown[] {
  if (!Array.isArray(changed)) return [];
  return changed.filter(isGrown).map((each) => ({ step: 0, field: '', label: '', ...each }));
}

type Counts = Pick<Grown, 'outcome' | 'rehearsed' | 'since'>;

function isGrown(each: unknown): each is Counts & Partial<Grown> {
  if (typeof each !== 'object' || each === null) return false;
  const { outcome, rehearsed, since } = each as Partial<Record<keyof Counts, unknown>>; // any object may be asked
  const isKnown = BY_IMPORTANCE.some((known) => known === outcome);
  return isKnown && typeof rehearsed === 'number' && typeof since === 'number';
}

export interface ComparedRow {
  row: Row;
  /** How many it was in the other rehearsal. */
  was: number;
}

/** The rows of a rehearsal beside those of an earlier one; what only the earlier had stands with none now. */
export function compared(rows: readonly Row[], earlier: readonly Row[]): ComparedRow[] {
  const key = ({ field, label, outcome }: Row) => [field, label, outcome].join('|');
  const counts = (list: readonly Row[]) => {
    const found = new Map<string, number>();
    for (const row of list) found.set(key(row), (found.get(key(row)) ?? 0) + row.parts);
    return found;
  };
  const [now, before] = [counts(rows), counts(earlier)];
  const gone = earlier.filter((row) => !now.has(key(row))).map((row) => ({ ...row, parts: 0 }));
  return byImportance([...rows, ...gone]).map((row) => ({ row, was: before.get(key(row)) ?? 0 }));
}
