import { Trans, useLingui } from '@lingui/react/macro';
import type { Project } from '@/api/project';
import { LinkTabs } from '@/components/link-tabs';
import { projectPath } from '@/lib/project-path';

/** The questions, and what all of them together say; for those who see the questions of all. */
export function ThreadsTabs({ project }: { project: Project }) {
  const { t } = useLingui();
  if (!project.may.includes('see_threads')) return null;
  return (
    <LinkTabs
      label={t`Views`}
      tabs={[
        { to: projectPath(project.slug, 'questions'), label: <Trans>All questions</Trans> },
        {
          to: projectPath(project.slug, 'questions/weak-spots'),
          label: <Trans>Where the guideline is weak</Trans>,
        },
      ]}
    />
  );
}
