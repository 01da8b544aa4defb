import { useQuery } from '@tanstack/react-query';
import type { Project } from '@/api/project';
import { annotatorsIn, projectMembersQuery } from '@/api/project-members';
import { AnnotatorPicker } from '@/components/annotator-picker';
import { ErrorState } from '@/components/error-state';

interface ProjectAnnotatorsProps {
  project: Project;
  /** User ids. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | null;
}

/** Who of the project's annotators may take the tasks. */
export function ProjectAnnotators({ project, ...rest }: ProjectAnnotatorsProps) {
  const members = useQuery(projectMembersQuery(project.id));
  if (members.isError) {
    return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  }
  if (!members.data) return null;
  return <AnnotatorPicker slug={project.slug} people={annotatorsIn(members.data)} {...rest} />;
}
