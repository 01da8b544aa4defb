import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconChevronRight, IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useBatches } from '@/api/batches';
import type { Progress } from '@/api/progress';
import type { Project } from '@/api/project';
import { projectMembersQuery } from '@/api/project-members';
import { projectPath } from '@/lib/project-path';
import { nextSteps, type StepKey } from '../model/next-steps';
import classes from './next-steps.module.css';
import { Section } from './section';

const PATHS: Record<StepKey, string> = {
  items: 'import',
  schema: 'schema',
  guideline: 'guideline',
  people: 'members',
  batch: 'batches/new',
};

interface NextStepsProps {
  project: Project;
  progress: Progress;
}

/** What a new project still needs. Gone once people can label. */
export function NextSteps({ project, progress }: NextStepsProps) {
  const canEdit = project.may.includes('edit_project') && project.archived_at === null;
  return canEdit ? <Steps project={project} progress={progress} /> : null;
}

function Steps({ project, progress }: NextStepsProps) {
  const words = useStepWords();
  const members = useQuery(projectMembersQuery(project.id));
  const batches = useBatches(project.id);
  // Nothing is claimed before it is known.
  if (!members.data || batches.status !== 'ready') return null;
  const steps = nextSteps({
    items: progress.items ?? 0,
    hasSchema: project.schema_version !== null,
    hasGuideline: project.guideline_version !== null,
    annotators: members.data.filter(({ role, is_active }) => role === 'annotator' && is_active)
      .length,
    batches: batches.rows.length,
  });
  if (steps.length === 0) return null;
  return (
    <Section title={<Trans>Next steps</Trans>}>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li key={step.key}>
            <Link
              to={projectPath(project.slug, `${PATHS[step.key]}`)}
              className={classes.step}
              data-next={step.isNext || undefined}
              data-done={step.isDone || undefined}
            >
              {step.isDone ? (
                <IconCircleCheck
                  className={classes.done}
                  size={22}
                  stroke={1.7}
                  aria-hidden="true"
                />
              ) : (
                <span className={classes.number} aria-hidden="true">
                  {index + 1}
                </span>
              )}
              <span className={classes.words}>
                <span className={classes.title}>
                  {words[step.key].title}
                  {step.isDone && (
                    <span className={classes.hidden}>
                      <Trans>done</Trans>
                    </span>
                  )}
                </span>
                {!step.isDone && <span className={classes.note}>{words[step.key].note}</span>}
              </span>
              <IconChevronRight className={classes.arrow} size={16} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function useStepWords(): Record<StepKey, { title: string; note: string }> {
  const { t } = useLingui();
  return {
    items: {
      title: t`Import items`,
      note: t`Drop a folder, a ZIP or files; labels that come with them are taken along.`,
    },
    schema: {
      title: t`Publish the label schema`,
      note: t`Say what can be said about an item. The template's draft is a start.`,
    },
    guideline: {
      title: t`Write the guideline`,
      note: t`One section per label; it stands beside the item while people label.`,
    },
    people: {
      title: t`Bring in the people who label`,
      note: t`Give somebody of your organisation the role of an annotator here.`,
    },
    batch: {
      title: t`Make the first batch`,
      note: t`A small pilot shows what the guideline leaves open.`,
    },
  };
}
