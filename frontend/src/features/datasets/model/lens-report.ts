import type { LensPart, LensReport } from '../api/lenses';

/** What may become of annotations: of those that are in it, and of those that are left out. */
export type LensOutcome = 'unchanged' | 'lossless' | 'lossy' | 'dropped' | 'person' | 'refused';

export interface LensNumber {
  outcome: LensOutcome;
  /** Annotations. */
  count: number;
  /** Whether the parts can be listed: of what stays as it is, and of what cannot be read, none are. */
  isDoor: boolean;
}

const KEPT: readonly LensOutcome[] = ['dropped', 'lossy', 'lossless', 'unchanged'];

/** What is lost and left out first, what stays the same last; nothing that did not happen. */
export function lensNumbers(report: LensReport): LensNumber[] {
  const counts: readonly [LensOutcome, number][] = [
    ['person', report.without_answer],
    ['refused', report.refused],
    ...KEPT.map((outcome): [LensOutcome, number] => [outcome, report.annotations[outcome] ?? 0]),
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => ({ outcome, count, isDoor: partsOf(report, outcome).length > 0 }));
}

/** The parts that had this outcome, most of them first. */
export function partsOf(report: LensReport, outcome: LensOutcome): LensPart[] {
  return report.parts
    .filter((part) => part.outcome === outcome)
    .sort((one, other) => other.count - one.count);
}
