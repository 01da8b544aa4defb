import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Progress } from '@/api/progress';
import type { Project } from '@/api/project';
import { Count } from '@/components/count';
import { DayChart } from '@/components/day-chart';
import { Stat } from '@/components/stat';
import { TaskBar } from '@/components/task-bar';
import { formatNumber, formatPercent } from '@/lib/format';
import { projectPath } from '@/lib/project-path';
import { Section } from './section';
import classes from './work-so-far.module.css';

interface WorkSoFarProps {
  project: Project;
  progress: Progress;
}

/** How far all tasks are, and how the last fortnight went. */
export function WorkSoFar({ project, progress }: WorkSoFarProps) {
  const { t, i18n } = useLingui();
  const { tasks, days, seconds } = progress;
  if (tasks.total === 0) return null;
  const accepted = formatNumber(tasks.accepted, i18n.locale);
  const total = formatNumber(tasks.total, i18n.locale);
  const reviewed = days.reduce((sum, day) => sum + day.reviewed, 0);
  const returned = days.reduce((sum, day) => sum + day.returned, 0);
  const share = reviewed > 0 ? formatPercent(returned / reviewed, i18n.locale) : null;
  const canReview = project.roles.includes('reviewer');
  const waiting = (
    <Stat label={<Trans>Waiting for review</Trans>} value={<Count value={tasks.submitted} />} />
  );
  return (
    <Section title={<Trans>Work so far</Trans>}>
      <div className={classes.body}>
        <div>
          <p className={classes.lead}>
            <Trans>
              <strong>{accepted}</strong> of {total} tasks accepted
            </Trans>
          </p>
          <TaskBar counts={tasks} label={t`Tasks by state`} />
        </div>
        <div className={classes.figures}>
          <DayChart
            label={t`Submitted per day`}
            days={days.map((day) => ({ date: day.date, value: day.submitted }))}
          />
          <div className={classes.stats}>
            {canReview ? (
              <Link to={projectPath(project.slug, 'review')} className={classes.door}>
                {waiting}
              </Link>
            ) : (
              waiting
            )}
            <Stat
              label={<Trans>Returned, still to do</Trans>}
              value={<Count value={progress.returned_open} />}
              note={share && <Trans>{share} of reviews in 14 days</Trans>}
            />
            <Stat
              label={<Trans>Median time of a task</Trans>}
              value={
                seconds === null
                  ? '–'
                  : formatNumber(Math.round(seconds), i18n.locale, {
                      style: 'unit',
                      unit: 'second',
                      unitDisplay: 'short',
                    })
              }
            />
          </div>
        </div>
      </div>
    </Section>
  );
}
