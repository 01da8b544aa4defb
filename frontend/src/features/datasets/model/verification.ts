import { isPlainObject } from '@/lib/schema-document';

export interface Verdict {
  isIntact: boolean;
  files: number;
  bytes: number;
  faults: number;
  /** Some of the files that differ; `isGone` where there is no such file any more. */
  differing: { path: string; isGone: boolean }[];
}

/** What a finished verification found; null where its report is none of ours. */
export function readVerdict(report: unknown): Verdict | null {
  if (!isPlainObject(report) || typeof report.intact !== 'boolean') return null;
  const differs = Array.isArray(report.differs) ? report.differs.filter(isPlainObject) : [];
  return {
    isIntact: report.intact,
    files: Number(report.files ?? 0),
    bytes: Number(report.bytes ?? 0),
    faults: Number(report.faults ?? differs.length),
    differing: differs.map((each) => ({
      path: String(each.path),
      isGone: each.found === null || each.found === undefined,
    })),
  };
}
