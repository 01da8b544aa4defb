import { useLingui as useRuntime } from '@lingui/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject, type Project } from '@/api/project';
import { Count } from '@/components/count';
import { DataTable, type Column, type Sort } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { formatDuration, formatPercent, toTenths } from '@/lib/format';
import { weakSpotsQuery, type WeakLabel, type WeakSection } from '../api/weak-spots';
import { heatOf, readSort, sorted, writeSort, type Measure, type Spot } from '../model/weak-spots';
import type { ThreadsSearch } from '../search';
import { ThreadsTabs } from './threads-tabs';
import { usePartNames } from './use-part-names';
import classes from './weak-spots-page.module.css';

/** What all questions together say: about which labels and sections people ask, how long they wait, what it changes. */
export function WeakSpotsPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/questions/weak-spots' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return (
    <Page width="wide">
      <PageHeader
        title={<Trans>Questions</Trans>}
        context={
          <Trans>Where many ask, or answers change the rules, the guideline says too little.</Trans>
        }
      >
        <ThreadsTabs project={project} />
      </PageHeader>
      <WeakSpots key={project.id} project={project} />
    </Page>
  );
}

function WeakSpots({ project }: { project: Project }) {
  const { t } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/questions/weak-spots' });
  const navigate = useNavigate({ from: '/projects/$slug/questions/weak-spots' });
  const { data, error, isPending, refetch } = useQuery(weakSpotsQuery(project.id));
  const names = usePartNames(project);
  const { slug } = project;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data && data.labels.length === 0 && data.sections.length === 0) {
    return (
      <EmptyState
        title={
          data.nowhere > 0 ? t`No question names a label or a section yet` : t`No questions yet`
        }
      >
        <Trans>Whoever labels asks with Q about a region, an item or a label.</Trans>
      </EmptyState>
    );
  }
  const sortBy = (table: 'labels' | 'sections') => (sort: Sort) =>
    void navigate({ search: (old) => ({ ...old, [table]: writeSort(sort) }), replace: true });
  const hasFields = names.fields.length > 1;
  return (
    <div className={classes.tables}>
      <SpotsTable<WeakLabel>
        title={t`Labels`}
        nameHeader={t`Label`}
        slug={slug}
        rows={data?.labels}
        isLoading={isPending}
        sort={readSort(search.labels)}
        onSort={sortBy('labels')}
        keyOf={({ field, label }) => `${field}/${label}`}
        nameOf={({ field, label }) => names.label(field, label)}
        noteOf={({ field }) => (hasFields && field ? names.field(field) : '')}
        searchOf={({ field, label }) => ({ label, ...(field ? { field } : {}) })}
        empty={<Trans>No question names a label.</Trans>}
      />
      <SpotsTable<WeakSection>
        title={t`Sections of the guideline`}
        nameHeader={t`Section`}
        slug={slug}
        rows={data?.sections}
        isLoading={isPending}
        sort={readSort(search.sections)}
        onSort={sortBy('sections')}
        keyOf={({ section }) => section}
        nameOf={({ section }) => names.section(section)}
        searchOf={({ section }) => ({ section })}
        empty={<Trans>No question names a section of the guideline.</Trans>}
      />
      {data && data.nowhere > 0 && (
        <p className={classes.note}>
          <Plural
            value={data.nowhere}
            one="One more question names neither a label nor a section."
            other="# more questions name neither a label nor a section."
          />
        </p>
      )}
    </div>
  );
}

interface SpotsTableProps<Row extends Spot> {
  title: string;
  nameHeader: string;
  slug: string;
  rows: readonly Row[] | undefined;
  isLoading: boolean;
  sort: Sort;
  onSort: (sort: Sort) => void;
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  noteOf?: (row: Row) => string;
  /** The questions that the row counts. */
  searchOf: (row: Row) => ThreadsSearch;
  empty: ReactNode;
}

function SpotsTable<Row extends Spot>(props: SpotsTableProps<Row>) {
  const { title, rows = [], sort, nameOf, searchOf, slug } = props;
  const { i18n } = useRuntime();
  const navigate = useNavigate();
  const columns = useColumns(props);
  return (
    <section aria-label={title} className={classes.section}>
      <h2 className={classes.title}>{title}</h2>
      <DataTable
        label={title}
        columns={columns}
        rows={sorted(rows, sort, nameOf, i18n.locale)}
        rowKey={props.keyOf}
        status={props.isLoading ? 'loading' : 'ready'}
        sort={sort}
        onSort={props.onSort}
        onOpen={(row) =>
          void navigate({
            to: '/projects/$slug/questions',
            params: { slug },
            search: searchOf(row),
          })
        }
        empty={<p className={classes.note}>{props.empty}</p>}
      />
    </section>
  );
}

function useColumns<Row extends Spot>(props: SpotsTableProps<Row>): Column<Row>[] {
  const { rows = [], nameHeader, nameOf, noteOf, searchOf, slug } = props;
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const { locale } = i18n;
  const number = (
    key: Measure,
    header: string,
    width: string,
    cell: (row: Row) => ReactNode,
  ): Column<Row> => ({
    key,
    header,
    width,
    align: 'end',
    isSortable: true,
    cell: (row) => (
      <span className={classes.heat} data-heat={heatOf(row, key, rows)}>
        {cell(row)}
      </span>
    ),
  });
  return [
    {
      key: 'name',
      header: nameHeader,
      width: 'minmax(10rem, 1fr)',
      isSortable: true,
      cell: (row) => (
        <>
          <Link
            to="/projects/$slug/questions"
            params={{ slug }}
            search={searchOf(row)}
            className={classes.door}
          >
            {nameOf(row)}
          </Link>
          {noteOf?.(row) && <span className={classes.quiet}>{noteOf(row)}</span>}
        </>
      ),
    },
    number('questions', t`Questions`, '8rem', (row) => <Count value={row.questions} />),
    number('again', t`Asked again`, '8.5rem', (row) => <Count value={row.asked_again} />),
    number('wait', t`Half answered within`, '11rem', (row) =>
      row.median_wait === null ? <None /> : formatDuration(row.median_wait, locale, toTenths),
    ),
    number('changed', t`Changed something`, '11.5rem', (row) => {
      if (row.answered === 0) return <None />;
      const { changed, answered } = row;
      return (
        <>
          <span className={classes.quiet}>
            <Trans>
              {changed} of {answered}
            </Trans>
          </span>
          {formatPercent(changed / answered, locale)}
        </>
      );
    }),
  ];
}

/** Nothing is answered yet. */
function None() {
  const { t } = useLingui();
  return (
    <span className={classes.quiet} aria-label={t`no answer yet`} role="img">
      –
    </span>
  );
}
