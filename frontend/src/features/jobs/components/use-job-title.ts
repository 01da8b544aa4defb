import { useLingui } from '@lingui/react';
import type { Job } from '@/api/jobs';
import { jobKind } from '@/components/job-words';

/** What a job is called here. */
export function useJobTitle(): (job: Pick<Job, 'kind'>) => string {
  const { i18n } = useLingui();
  return (job) => {
    const words = jobKind(job.kind);
    return typeof words === 'string' ? words : i18n._(words);
  };
}
