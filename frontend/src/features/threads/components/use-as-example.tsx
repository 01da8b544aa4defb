import { useQuery } from '@tanstack/react-query';
import { guidelineSectionsQuery, usePickExample, type NewExample } from '@/api/guideline-examples';
import type { Project } from '@/api/project';
import { ExampleDialog } from '@/components/example-dialog';

interface UseAsExampleProps {
  project: Project;
  /** What is shown: what a question is about. */
  subject: Partial<NewExample>;
  section: string;
  onClose: () => void;
}

/** What a question is about becomes an example in the draft of the guideline. */
export function UseAsExample({ project, subject, ...shown }: UseAsExampleProps) {
  const { mutateAsync, isPending, error } = usePickExample(project.id);
  return (
    <ExampleDialog
      {...shown}
      slug={project.slug}
      sections={useQuery(guidelineSectionsQuery(project.id, project.guideline_version))}
      isBusy={isPending}
      error={error}
      onPick={(words, section) => mutateAsync({ ...subject, ...words, section })}
    />
  );
}
