import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Project } from '@/api/project';
import { Count } from '@/components/count';
import { formatNumber } from '@/lib/format';
import { projectPath } from '@/lib/project-path';
import { downstreamQuery } from '../api/downstream';
import type { Rehearsal } from '../api/rehearsals';
import type { Names } from '@/lib/schema-names';
import classes from './touches.module.css';

interface TouchesProps {
  project: Project;
  rehearsal: Rehearsal;
  names: Names;
}

/** What else of the project it is about, and what it costs people. */
export function Touches({ project, rehearsal, names }: TouchesProps) {
  const { i18n } = useLingui();
  const { touches, hours, cost, tally } = rehearsal;
  if (!touches) return null;
  const at = (path: string) => projectPath(project.slug, path);
  const fields = tally.flows.map(({ field }) => field);
  const named = (label: string) => {
    const field = fields.find((each) => names.label(each, label) !== label) ?? fields[0] ?? '';
    return names.label(field, label);
  };
  return (
    <section>
      <h2 className={classes.title}>
        <Trans>What else it touches</Trans>
      </h2>
      <dl className={classes.facts}>
        <dt>
          <Trans>Work of people</Trans>
        </dt>
        <dd>{hours ? hoursWords(hours, i18n.locale) : <Trans>none</Trans>}</dd>
        {cost !== null && (
          <>
            <dt>
              <Trans>What that costs, at the prices of your batches</Trans>
            </dt>
            <dd>{formatNumber(Number(cost), i18n.locale, { minimumFractionDigits: 2 })}</dd>
          </>
        )}
        <dt>
          <Trans>Open tasks, from then on under the new version</Trans>
        </dt>
        <dd>
          <Link to={at('batches')}>
            <Count value={touches.open_tasks} />
          </Link>
        </dd>
        <dt>
          <Trans>Unfinished work that is carried along</Trans>
        </dt>
        <dd>
          <Count value={touches.drafts} />
        </dd>
        {touches.gold_kept + touches.gold_stale > 0 && (
          <>
            <dt>
              <Trans>Gold answers that are carried along</Trans>
            </dt>
            <dd>
              <Link to={at('gold')}>
                <Count value={touches.gold_kept} />
              </Link>
            </dd>
            <dt>
              <Trans>Gold answers that go stale and count in no score</Trans>
            </dt>
            <dd>
              <Link to={at('gold')}>
                <Count value={touches.gold_stale} />
              </Link>
            </dd>
          </>
        )}
      </dl>
      <Downstream project={project} />
      {touches.guideline_sections.length > 0 && (
        <div className={classes.guideline}>
          <Plural
            value={touches.guideline_sections.length}
            one="One section of the guideline is about these labels:"
            other="# sections of the guideline are about these labels:"
          />
          <ul>
            {touches.guideline_sections.map((section) => (
              <li key={section}>
                <Link to={at('guideline')} hash={section}>
                  {named(section)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** What was made of the labels before, and stays as it is. */
function Downstream({ project }: { project: Project }) {
  const { data } = useQuery(downstreamQuery(project.id));
  if (!data) return null; // the rest of the panel does not wait for it
  const { runs, reachable } = data.model_runs;
  const lost = runs - reachable;
  const at = (path: string) => projectPath(project.slug, path);
  return (
    <ul className={classes.downstream}>
      {data.versions > 0 && (
        <li>
          <Link to={at('datasets')}>
            <Plural
              value={data.versions}
              one="# dataset version keeps its schema."
              other="# dataset versions keep their schema."
            />
          </Link>
        </li>
      )}
      {data.exports > 0 && (
        <li>
          <Plural
            value={data.exports}
            one="# export of it stays as it is."
            other="# exports of them stay as they are."
          />
        </li>
      )}
      {reachable > 0 && (
        <li>
          <Link to={at('models')}>
            <Plural
              value={reachable}
              one="# model run can still be scored, through the lens."
              other="# model runs can still be scored, through the lens."
            />
          </Link>
        </li>
      )}
      {lost > 0 && (
        <li>
          <Link to={at('models')}>
            <Plural
              value={lost}
              one="# model run cannot be scored under the new schema."
              other="# model runs cannot be scored under the new schema."
            />
          </Link>
        </li>
      )}
    </ul>
  );
}

/** "2.5 hr", or minutes where it is less than an hour. */
function hoursWords(hours: number, locale: string): string {
  const [value, unit] =
    hours < 1 ? [Math.max(1, Math.round(hours * 60)), 'minute'] : [hours, 'hour'];
  return formatNumber(value, locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  });
}
