import type { FieldValue, Region, RelationEntry } from './value';

/** Who caused a change: this person, somebody else's save, or the history going back and forth. */
export type Origin = 'local' | 'remote' | 'replay';

/** A region and its place in the document: without it, undoing a deletion would reorder what is exported. */
export interface Placed {
  readonly region: Region;
  readonly at: number;
}

export interface Updated {
  readonly old: Region;
  readonly new: Region;
}

export interface Answered {
  readonly field: string;
  readonly old: FieldValue | undefined;
  readonly new: FieldValue | undefined;
}

export interface Related {
  readonly field: string;
  readonly old: readonly RelationEntry[] | undefined;
  readonly new: readonly RelationEntry[] | undefined;
}

/**
 * What one step did to the document. `deleted` places count in the document before, `created` places in the document after, both
 * ascending; that symmetry is what makes the inverse a mere swap.
 */
export interface ChangeSet {
  readonly origin: Origin;
  readonly created: readonly Placed[];
  readonly updated: readonly Updated[];
  readonly deleted: readonly Placed[];
  readonly answered: readonly Answered[];
  readonly related: readonly Related[];
}

export function isEmpty(change: ChangeSet): boolean {
  return !(
    change.created.length ||
    change.updated.length ||
    change.deleted.length ||
    change.answered.length ||
    change.related.length
  );
}

export function withOrigin(change: ChangeSet, origin: Origin): ChangeSet {
  return { ...change, origin };
}

export function invert(change: ChangeSet): ChangeSet {
  return {
    origin: change.origin,
    created: change.deleted,
    updated: change.updated.map((update) => ({ old: update.new, new: update.old })),
    deleted: change.created,
    answered: change.answered.map((answer) => ({
      field: answer.field,
      old: answer.new,
      new: answer.old,
    })),
    related: change.related.map(({ field, old, new: now }) => ({ field, old: now, new: old })),
  };
}

/** The ids of all regions that exist after `change` because of it or differently. */
export function touched(change: ChangeSet): string[] {
  return [
    ...change.created.map((placed) => placed.region.id),
    ...change.updated.map((update) => update.new.id),
  ];
}
