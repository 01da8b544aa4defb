import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useBatches } from '@/api/batches';
import type { Project } from '@/api/project';
import { RelativeTime } from '@/components/relative-time';
import { TaskBar } from '@/components/task-bar';
import { formatPercent } from '@/lib/format';
import { projectPath } from '@/lib/project-path';
import classes from './open-batches.module.css';
import { Section } from './section';

const MOST = 6;

/** The batches that give out tasks now, or will. */
export function OpenBatches({ project }: { project: Project }) {
  return project.may.includes('see_batches') ? <Batches project={project} /> : null;
}

function Batches({ project }: { project: Project }) {
  const { t, i18n } = useLingui();
  const list = useBatches(project.id);
  const batches = list.rows.filter(({ state }) => state !== 'closed').slice(0, MOST);
  if (list.status !== 'ready' || batches.length === 0) return null;
  return (
    <Section
      title={<Trans>Batches under way</Trans>}
      more={{ to: projectPath(project.slug, 'batches'), label: <Trans>All batches</Trans> }}
    >
      <ul className={classes.list}>
        {batches.map((batch) => (
          <li key={batch.id}>
            <Link to={projectPath(project.slug, `batches/${batch.id}`)} className={classes.batch}>
              <span className={classes.name}>{batch.name}</span>
              <TaskBar counts={batch.tasks} label={t`Tasks by state`} isBare />
              <span className={classes.share}>
                {batch.tasks.total > 0 &&
                  formatPercent(batch.tasks.accepted / batch.tasks.total, i18n.locale)}
              </span>
              <span className={classes.due}>
                {batch.state === 'draft' ? (
                  <Trans>Draft</Trans>
                ) : batch.state === 'paused' ? (
                  <Trans>Paused</Trans>
                ) : batch.due_at ? (
                  <Trans>
                    due <RelativeTime value={batch.due_at} />
                  </Trans>
                ) : null}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
