import { ActionIcon, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Project } from '@/api/project';
import { ErrorState } from '@/components/error-state';
import { useCommands } from '@/lib/commands';
import type { SchemaDocument } from '@/lib/schema-document';
import { samplesQuery, type Sample } from '../api/rehearsals';
import { flowId, type Flow } from '../model/flow-layout';
import { runsThrough } from '../model/outcome';
import type { Names } from '@/lib/schema-names';
import { RefusedList } from './refused-list';
import { SampleView } from './sample-view';
import classes from './samples.module.css';

interface SamplesProps {
  project: Project;
  rehearsal: string;
  buckets: readonly string[];
  /** Only samples of which a part goes this way. */
  flow: Flow | null;
  /** How many annotations are not valid under their own schema, where it is these that are shown. */
  refused: number;
  index: number;
  onIndex: (index: number) => void;
  before: SchemaDocument | null;
  after: SchemaDocument | null;
  names: Names;
}

/** Real items, before and after, one at a time. */
export function Samples(props: SamplesProps) {
  const { project, rehearsal, buckets, flow, refused, index, onIndex, before, after, names } =
    props;
  const { t } = useLingui();
  const { failed, isWaiting, data } = useQueries({
    queries: buckets.map((bucket) => samplesQuery(rehearsal, bucket)),
    combine: combined,
  });
  const samples = useMemo(() => chosen(data, flow), [data, flow]);
  const at = Math.min(index, samples.length - 1);
  const sample = samples[at];
  const go = (step: number) => {
    const next = at + step;
    if (next >= 0 && next < samples.length) onIndex(next);
  };
  useCommands([
    { name: 'sample.next', title: t`Next sample`, shortcut: 'j', run: () => go(1) },
    { name: 'sample.previous', title: t`Previous sample`, shortcut: 'k', run: () => go(-1) },
  ]);
  if (buckets.length === 0) return null;
  const [place, total] = [at + 1, samples.length];
  return (
    <section className={classes.samples} aria-label={t`Samples`}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <Trans>Before and after, on real items</Trans>
        </h2>
        {total > 0 && (
          <div className={classes.pager}>
            <ActionIcon
              aria-label={t`Previous sample`}
              aria-keyshortcuts="k"
              disabled={at <= 0}
              onClick={() => go(-1)}
            >
              <IconChevronLeft size={16} stroke={1.8} />
            </ActionIcon>
            <span className={classes.place} aria-live="polite">
              <Trans>
                {place} of {total}
              </Trans>
            </span>
            <ActionIcon
              aria-label={t`Next sample`}
              aria-keyshortcuts="j"
              disabled={at >= total - 1}
              onClick={() => go(1)}
            >
              <IconChevronRight size={16} stroke={1.8} />
            </ActionIcon>
          </div>
        )}
      </div>
      {refused > 0 && samples.length > 0 && (
        <RefusedList
          project={project}
          samples={samples}
          total={refused}
          at={at}
          onIndex={onIndex}
        />
      )}
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : isWaiting || !before || !after ? (
        <Skeleton height={320} />
      ) : sample ? (
        <SampleView
          key={`${sample.annotation} ${sample.bucket} ${flow ? flowId(flow) : ''}`}
          project={project}
          sample={sample}
          flow={flow}
          before={before}
          after={after}
          names={names}
        />
      ) : (
        <p className={classes.none}>
          <Trans>None of the samples that were kept goes this way.</Trans>
        </p>
      )}
    </section>
  );
}

type Answers = UseQueryResult<{ results: Sample[] }>[];

function combined(answers: Answers) {
  return {
    failed: answers.find(({ isError }) => isError),
    isWaiting: answers.some(({ isPending }) => isPending),
    data: answers.flatMap((each) => each.data?.results ?? []),
  };
}

/** Each annotation once, and with a flow only those of which a part goes that way. */
function chosen(samples: readonly Sample[], flow: Flow | null): Sample[] {
  const seen = new Set<string>();
  return samples.filter((sample) => {
    if (seen.has(sample.annotation)) return false;
    if (flow && !sample.changes.some((change) => runsThrough(change, flow))) return false;
    seen.add(sample.annotation);
    return true;
  });
}
