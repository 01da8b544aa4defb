import { isLive, useLiveJobs } from '@/api/jobs';
import type { Project } from '@/api/project';
import { JobBar } from '@/components/job-bar';

/** Whoever may see jobs sees the one that runs, on every page of the project. */
export default function RunningJob({ project }: { project: Project }) {
  const live = useLiveJobs(project.may.includes('see_jobs') ? project.id : null).filter(isLive);
  const job = live.find((each) => each.state === 'running') ?? live[0];
  if (!job) return null;
  return <JobBar job={job} others={live.length - 1} to={`/projects/${project.slug}/jobs`} />;
}
