import { Button, NumberInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { annotatorsIn, projectMembersQuery } from '@/api/project-members';
import { AnnotatorPicker } from '@/components/annotator-picker';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { ProblemAlert } from '@/components/problem-alert';
import { formatNumber } from '@/lib/format';
import { isProblem } from '@/lib/problem';
import { showToast } from '@/lib/toasts';
import { useStartRecheck, type Consequences } from '../api/consequences';
import type { Wish } from './consequences-advice';
import classes from './consequences.module.css';
import type { LabelNames } from './use-label-names';

interface RecheckDialogProps {
  project: Project;
  found: Consequences;
  names: LabelNames;
  wish: Wish;
  onClose: () => void;
}

const LARGEST = 5000;

/** The last look: how many annotations, how many hours, what it costs, and who does it. */
export function RecheckDialog({ project, found, names, wish, onClose }: RecheckDialogProps) {
  const { t, i18n } = useLingui();
  const rest = found.all.annotations;
  const [size, setSize] = useState(found.proposed);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const members = useQuery(projectMembersQuery(project.id));
  const people = annotatorsIn(members.data ?? []);
  const annotators = chosen ?? people.map(({ user }) => user);
  const start = useStartRecheck(found.guideline_version, () => {
    showToast({ message: t`They go out to be looked at again`, tone: 'good' });
    onClose();
  });
  const slice = new Intl.ListFormat(i18n.locale).format(wish.labels.map((key) => names(key).title));
  const titles: Record<Wish['purpose'], string> = {
    sample: t`Look at a sample`,
    slice: t`Label again: ${slice}`,
    all: t`Label all again`,
  };
  const isSample = wish.purpose === 'sample';
  const count = isSample
    ? Math.min(size, rest)
    : wish.purpose === 'slice'
      ? found.recommendation.effort.annotations
      : rest;
  const share = rest > 0 ? count / rest : 0;
  const hours = found.all.hours === null ? null : found.all.hours * share;
  const cost = found.all.cost === null ? null : Number(found.all.cost) * share;
  const problem = isProblem(start.error) ? start.error : null;
  return (
    <Dialog isOpen title={titles[wish.purpose]} size="lg" onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate({
            purpose: wish.purpose,
            labels: [...wish.labels],
            size: isSample ? count : null,
            annotators: [...annotators],
          });
        }}
      >
        <p className={classes.note}>
          <Trans>
            Each task begins with the old labels. People mend what the new rule changes, or hand in
            as it is what is still right. It never counts as an error of those who made them.
          </Trans>
        </p>
        {isSample && (
          <NumberInput
            className={classes.short}
            label={t`How many`}
            description={t`Drawn by chance.`}
            min={1}
            max={Math.min(LARGEST, rest)}
            clampBehavior="strict"
            value={size}
            data-autofocus
            error={problem?.at('/size')}
            onChange={(value) => setSize(Math.max(1, Number(value) || 1))}
          />
        )}
        {members.isError ? (
          <ErrorState error={members.error} onRetry={() => void members.refetch()} />
        ) : (
          members.data && (
            <AnnotatorPicker
              slug={project.slug}
              people={people}
              value={annotators}
              error={problem?.at('/annotators')}
              onChange={setChosen}
            />
          )
        )}
        <p className={classes.quiet}>
          <Trans>Everybody gets only what their own colleagues made, or what was imported.</Trans>
        </p>
        <p className={classes.sum} role="status">
          <strong>
            <Plural value={count} one="# annotation" other="# annotations" />
          </strong>
          {hours !== null && (
            <>
              {' · '}
              <Hours hours={hours} />
            </>
          )}
          {cost !== null && (
            <>
              {' · '}
              <Trans>
                costs{' '}
                {formatNumber(cost, i18n.locale, {
                  minimumFractionDigits: 2,
                  maximumFractionDigits: 2,
                })}
              </Trans>
            </>
          )}
        </p>
        <ProblemAlert error={start.error} shownPointers={['/size', '/annotators']} />
        <div className={classes.formActions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={start.isPending} disabled={!members.data}>
            <Plural value={count} one="Send out # annotation" other="Send out # annotations" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** At the speed that was measured here. */
function Hours({ hours }: { hours: number }) {
  const { i18n } = useLingui();
  if (hours < 1) {
    const minutes = Math.max(1, Math.round(hours * 60));
    return <Plural value={minutes} one="about one minute" other="about # minutes" />;
  }
  const told = formatNumber(hours, i18n.locale, { maximumFractionDigits: 1 });
  return <Trans>about {told} hours</Trans>;
}
