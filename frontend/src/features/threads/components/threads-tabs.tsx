import { Trans, useLingui } from '@lingui/react/macro';
import type { Project } from '@/api/project';
import { LinkTabs } from '@/components/link-tabs';
import { projectPath } from '@/lib/project-path';

/** The questions, what all of them together say, and what is kept to answer them: each for those who may see it. */
export function ThreadsTabs({ project }: { project: Project }) {
  const { t } = useLingui();
  const seesAll = project.may.includes('see_threads');
  const answers = project.may.includes('answer_threads');
  if (!seesAll && !answers) return null;
  return (
    <LinkTabs
      label={t`Views`}
      tabs={[
        { to: projectPath(project.slug, 'questions'), label: <Trans>All questions</Trans> },
        ...(seesAll
          ? [
              {
                to: projectPath(project.slug, 'questions/weak-spots'),
                label: <Trans>Where the guideline is weak</Trans>,
              },
            ]
          : []),
        ...(answers
          ? [
              {
                to: projectPath(project.slug, 'questions/canned-answers'),
                label: <Trans>Canned answers</Trans>,
              },
            ]
          : []),
      ]}
    />
  );
}
