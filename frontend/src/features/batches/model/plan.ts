import type { Batch } from '@/api/batches';
import type { BatchChange, NewBatch } from '../api/write-batch';

export type ItemChoice = 'unbatched' | 'some' | 'all';

/** A batch as it stands in the form. */
export interface Plan {
  name: string;
  kind: NewBatch['kind'];
  choice: ItemChoice;
  /** With `some`: how many of the unbatched items. */
  some: number;
  overlap: number;
  reviewPolicy: Batch['review_policy'];
  leaseMinutes: number;
  /** `2026-11-21T18:00` in the reader's zone; empty for none. */
  due: string;
  instructions: string;
  /** Of one task; empty for none. */
  price: number | '';
  /** Of a training, in percent. */
  passMark: number;
  /** The training that is to be passed before; null for none. */
  training: string | null;
  /** Whether annotators are shown what models said. */
  showsPredictions: boolean;
  annotators: string[];
}

export const NEW_PLAN: Plan = {
  name: '',
  kind: 'production',
  choice: 'unbatched',
  some: 100,
  overlap: 1,
  reviewPolicy: 'all',
  leaseMinutes: 30,
  due: '',
  instructions: '',
  price: '',
  passMark: 80,
  training: null,
  showsPredictions: false,
  annotators: [],
};

export interface Pool {
  items: number;
  unbatched: number;
}

/** How many items the choice takes. */
export function itemsOf({ choice, some }: Pick<Plan, 'choice' | 'some'>, pool: Pool): number {
  if (choice === 'all') return pool.items;
  return choice === 'some' ? Math.min(some, pool.unbatched) : pool.unbatched;
}

export type Warning = 'no-items' | 'too-few-annotators' | 'no-annotators';

/** What keeps the batch from being opened; it can be made all the same, and completed later. */
export function warningsOf(plan: Plan, pool: Pool): Warning[] {
  const warnings: Warning[] = [];
  const isTraining = plan.kind === 'training';
  if (!isTraining && itemsOf(plan, pool) === 0) warnings.push('no-items');
  if (plan.annotators.length === 0) warnings.push('no-annotators');
  else if (isTraining) return warnings;
  else if (plan.annotators.length < plan.overlap) warnings.push('too-few-annotators');
  return warnings;
}

export function toNewBatch(plan: Plan): NewBatch {
  const isTraining = plan.kind === 'training';
  const none = { all: false, unbatched: false, gold: false };
  const chosen = {
    all: { ...none, all: true },
    unbatched: { ...none, unbatched: true },
    some: { ...none, unbatched: true, limit: plan.some },
  }[plan.choice];
  const items = isTraining ? { ...none, gold: true, limit: plan.some } : chosen;
  return {
    name: plan.name.trim(),
    kind: plan.kind,
    overlap: plan.overlap,
    review_policy: plan.reviewPolicy,
    lease_minutes: plan.leaseMinutes,
    due_at: toInstant(plan.due),
    instructions: plan.instructions,
    price: toPrice(plan.price),
    pass_mark: isTraining ? plan.passMark : null,
    training: isTraining ? null : plan.training,
    shows_predictions: !isTraining && plan.showsPredictions,
    annotators: plan.annotators,
    items,
  };
}

export type EditedField =
  | 'name'
  | 'review_policy'
  | 'lease_minutes'
  | 'due_at'
  | 'instructions'
  | 'price'
  | 'pass_mark'
  | 'training'
  | 'shows_predictions'
  | 'annotators';

const EDITED: readonly EditedField[] = [
  'name',
  'review_policy',
  'lease_minutes',
  'due_at',
  'instructions',
  'price',
  'pass_mark',
  'training',
  'shows_predictions',
  'annotators',
];

type Fields = { [Key in EditedField]-?: Exclude<BatchChange[Key], undefined> };

function fieldsOf(batch: Batch): Fields {
  return {
    name: batch.name,
    review_policy: batch.review_policy,
    lease_minutes: batch.lease_minutes,
    due_at: batch.due_at,
    instructions: batch.instructions,
    price: batch.price,
    pass_mark: batch.pass_mark,
    training: batch.training?.id ?? null,
    shows_predictions: batch.shows_predictions,
    annotators: batch.annotators.map(({ id }) => id),
  };
}

function sameField(key: EditedField, a: Fields, b: Fields): boolean {
  if (key === 'annotators') {
    return JSON.stringify([...a.annotators].sort()) === JSON.stringify([...b.annotators].sort());
  }
  if (key === 'due_at') return minuteOf(a.due_at) === minuteOf(b.due_at);
  return a[key] === b[key];
}

function minuteOf(instant: string | null): number | null {
  return instant === null ? null : Math.floor(new Date(instant).getTime() / 60_000);
}

/** What of a batch two people may both have changed: fields that differ between two readings of it. */
export function changedFields(before: Batch, after: Batch): EditedField[] {
  return EDITED.filter((key) => !sameField(key, fieldsOf(before), fieldsOf(after)));
}

export function planOf(batch: Batch): Plan {
  return {
    ...NEW_PLAN,
    kind: batch.kind === 'recheck' ? NEW_PLAN.kind : batch.kind, // which nobody changes
    name: batch.name,
    overlap: batch.overlap,
    reviewPolicy: batch.review_policy,
    leaseMinutes: batch.lease_minutes,
    due: toLocal(batch.due_at),
    instructions: batch.instructions,
    price: batch.price === null ? '' : Number(batch.price),
    passMark: batch.pass_mark ?? NEW_PLAN.passMark,
    training: batch.training?.id ?? null,
    showsPredictions: batch.shows_predictions,
    annotators: batch.annotators.map(({ id }) => id),
  };
}

/** Only what the form changed, so that what a colleague changed beside it stays. */
export function changesOf(plan: Plan, base: Batch): Partial<BatchChange> {
  const wanted: Fields = {
    name: plan.name.trim(),
    review_policy: plan.reviewPolicy,
    lease_minutes: plan.leaseMinutes,
    due_at: toInstant(plan.due),
    instructions: plan.instructions,
    price: toPrice(plan.price),
    pass_mark: base.pass_mark === null ? null : plan.passMark,
    training: plan.training,
    shows_predictions: plan.showsPredictions,
    annotators: plan.annotators,
  };
  const keys = EDITED.filter((key) => !sameField(key, wanted, fieldsOf(base)));
  return Object.fromEntries(keys.map((key) => [key, wanted[key]]));
}

/** As the API writes a price: with two decimals. */
function toPrice(price: number | ''): string | null {
  return price === '' ? null : price.toFixed(2);
}

export function toInstant(local: string): string | null {
  return local === '' ? null : new Date(local).toISOString();
}

/** An instant as `<input type="datetime-local">` wants it. */
export function toLocal(instant: string | null): string {
  if (instant === null) return '';
  const date = new Date(instant);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
