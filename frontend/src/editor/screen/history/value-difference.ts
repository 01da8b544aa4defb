import { difference, fromValue, regionById } from '../../core/document';
import type { AnnotationValue, Attributes, FieldValue, Region } from '../../core/value';
import { isSameValue } from '@/lib/same-value';

/** What became of a region between two values that do not have it alike. */
type Standing = 'added' | 'removed' | 'changed';

/** One region that two values do not have alike; of a new one there is no `before`, of one that is gone no `after`. */
export interface RegionDifference {
  readonly id: string;
  readonly standing: Standing;
  readonly before: Region | null;
  readonly after: Region | null;
  readonly isMoved: boolean;
  readonly isRelabelled: boolean;
  /** It came into a group, or left one. */
  readonly isRegrouped: boolean;
  /** It lies over or under others than before. */
  readonly isReordered: boolean;
  /** Keys of the attributes that say something else. */
  readonly attributes: readonly string[];
}

export interface AnswerDifference {
  readonly field: string;
  readonly before: FieldValue | null;
  readonly after: FieldValue | null;
}

export interface ValueDifference {
  readonly regions: readonly RegionDifference[];
  readonly answers: readonly AnswerDifference[];
  /** Arrows that came, and that went, by field. */
  readonly relations: readonly { field: string; added: number; removed: number }[];
}

/** Whether nothing differs. */
export function isSame({ regions, answers, relations }: ValueDifference): boolean {
  return regions.length + answers.length + relations.length === 0;
}

/** How `after` differs from `before`; regions are known again by their ids. */
export function valueDifference(before: AnnotationValue, after: AnnotationValue): ValueDifference {
  const [old, now] = [fromValue(before), fromValue(after)];
  const change = difference(old, now, 'replay');
  const regions: RegionDifference[] = [];
  // What is taken out and put in again only lies elsewhere in the order.
  for (const { region } of change.deleted)
    if (!regionById(now, region.id)) regions.push(standing('removed', region, null));
  for (const { new: region } of change.updated) {
    const was = regionById(old, region.id);
    if (was && !isSameValue(was, region)) regions.push(standing('changed', was, region));
  }
  for (const { region } of change.created) {
    const was = regionById(old, region.id);
    regions.push(was ? standing('changed', was, region, true) : standing('added', null, region));
  }
  return {
    regions,
    answers: change.answered
      .filter(({ old: was, new: is }) => !isSameValue(was, is))
      .map(({ field, old: was, new: is }) => ({ field, before: was ?? null, after: is ?? null }))
      // "None here" in place of regions is told by the regions themselves.
      .filter(({ field }) => !regions.some((each) => (each.after ?? each.before)?.field === field)),
    relations: change.related.flatMap(({ field, old: was = [], new: is = [] }) => {
      const added = is.filter((each) => !was.some((other) => isSameValue(each, other))).length;
      const removed = was.filter((each) => !is.some((other) => isSameValue(each, other))).length;
      return added + removed > 0 ? [{ field, added, removed }] : [];
    }),
  };
}

function standing(
  kind: Standing,
  before: Region | null,
  after: Region | null,
  isReordered = false,
): RegionDifference {
  const both = before && after ? { before, after } : null;
  return {
    id: (after ?? before)?.id ?? '',
    standing: kind,
    before,
    after,
    isMoved: both !== null && !isSameValue(both.before.geometry, both.after.geometry),
    isRegrouped: both !== null && both.before.group !== both.after.group,
    isReordered,
    isRelabelled: both !== null && both.before.label !== both.after.label,
    attributes: both ? differing(both.before.attributes, both.after.attributes) : [],
  };
}

function differing(before: Attributes, after: Attributes): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isSameValue(before[key], after[key]),
  );
}
