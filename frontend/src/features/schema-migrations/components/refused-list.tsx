import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Project } from '@/api/project';
import { OpenAnnotation } from '@/components/open-annotation';
import { formatNumber } from '@/lib/format';
import type { Sample } from '../api/rehearsals';
import classes from './refused-list.module.css';

interface RefusedListProps {
  project: Project;
  samples: readonly Sample[];
  /** How many there are; of very many only the first are kept. */
  total: number;
  /** The place of the one that is shown. */
  at: number;
  onIndex: (index: number) => void;
}

/** The annotations that are not valid under their own schema: what is wrong with each, and the way to mend it. */
export function RefusedList({ project, samples, total, at, onIndex }: RefusedListProps) {
  const { t, i18n } = useLingui();
  const mayOpen = project.may.includes('run_batches');
  const [shown, all] = [samples.length, total].map((count) => formatNumber(count, i18n.locale));
  return (
    <div className={classes.refused}>
      <p className={classes.words}>
        <Plural
          value={total}
          one="No step is taken with this annotation. Mend it and rehearse again, or choose beside “Apply” what becomes of it."
          other="No step is taken with these annotations. Mend them and rehearse again, or choose beside “Apply” what becomes of them."
        />{' '}
        {samples.length < total && (
          <Trans>
            The first {shown} of {all} are listed.
          </Trans>
        )}
      </p>
      <ol className={classes.list} aria-label={t`Annotations that are not valid as they stand`}>
        {samples.map((sample, index) => (
          <li key={sample.annotation} data-on={index === at || undefined}>
            <button
              type="button"
              className={classes.name}
              aria-pressed={index === at}
              onClick={() => onIndex(index)}
            >
              {sample.external_id ?? formatNumber(index + 1, i18n.locale)}
            </button>
            <span className={classes.fault}>{sample.errors[0]?.detail}</span>
            {mayOpen && <OpenAnnotation slug={project.slug} annotation={sample.annotation} />}
          </li>
        ))}
      </ol>
    </div>
  );
}
