import { Button, SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import type { Project } from '@/api/project';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { Person } from '@/components/person';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { useGuidelineReaders, type Reader } from '../api/guideline-readers';
import type { GuidelineSearch } from '../search';
import classes from './readers-table.module.css';

interface ReadersTableProps {
  project: Project;
  search: GuidelineSearch;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

const SHOWN = 4;

/** Who has read which version, when, and who has not. */
export function ReadersTable({ project, search, onSearch }: ReadersTableProps) {
  const { t } = useLingui();
  const readers = useGuidelineReaders(project.id, search.behind);
  const columns: Column<Reader>[] = [
    {
      key: 'person',
      header: <Trans>Annotator</Trans>,
      width: 'minmax(11rem, 1.2fr)',
      cell: (reader) => (
        <Person
          name={reader.name ?? reader.pseudonym}
          note={reader.vendor ?? t`In house`}
          isGone={!reader.is_active}
        />
      ),
    },
    {
      key: 'state',
      header: <Trans>State</Trans>,
      width: 'minmax(9rem, 1fr)',
      cell: (reader) =>
        reader.is_behind ? (
          <StatusBadge tone="warn" isPlain>
            <Trans>Has to read</Trans>
          </StatusBadge>
        ) : (
          <StatusBadge tone="good" isPlain>
            <Trans>Up to date</Trans>
          </StatusBadge>
        ),
    },
    {
      key: 'read',
      header: <Trans>Has confirmed</Trans>,
      width: 'minmax(14rem, 2fr)',
      cell: (reader) => <Confirmed reader={reader} />,
    },
    {
      key: 'checks',
      header: <Trans>Right at first</Trans>,
      width: 'minmax(9rem, 1fr)',
      cell: (reader) => <Checks reader={reader} />,
    },
  ];
  return (
    <section aria-label={t`Who has read it`}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t`Whom to show`}
          value={search.behind === undefined ? 'all' : search.behind ? 'behind' : 'current'}
          onChange={(value) =>
            onSearch({ behind: value === 'all' ? undefined : value === 'behind' })
          }
          data={[
            { value: 'all', label: t`Everybody` },
            { value: 'behind', label: t`Have to read` },
            { value: 'current', label: t`Up to date` },
          ]}
        />
        <Button
          className={classes.end}
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden="true" />}
          onClick={() => onSearch({ readers: undefined, behind: undefined }, false)}
        >
          <Trans>Back to reading</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Who has read it`}
        columns={columns}
        rows={readers.rows}
        rowKey={(reader) => reader.id}
        status={readers.status}
        error={readers.error}
        onRetry={readers.retry}
        hasMore={readers.hasMore}
        isLoadingMore={readers.isLoadingMore}
        onLoadMore={readers.loadMore}
        isStale={readers.isStale}
        empty={
          <EmptyState
            title={
              search.behind === undefined ? (
                <Trans>Nobody labels here yet</Trans>
              ) : (
                <Trans>Nobody is in this state</Trans>
              )
            }
          >
            <Trans>Whoever labels in this project appears here with what they have read.</Trans>
          </EmptyState>
        }
      />
    </section>
  );
}

function Confirmed({ reader }: { reader: Reader }) {
  const { acknowledgements } = reader;
  const more = acknowledgements.length - SHOWN;
  if (acknowledgements.length === 0) {
    return (
      <span className={classes.none}>
        <Trans>Nothing yet</Trans>
      </span>
    );
  }
  return (
    <span className={classes.versions}>
      {acknowledgements.slice(0, SHOWN).map((each) => (
        <span key={each.guideline_version} className={classes.version}>
          <span className={classes.number}>v{each.number}</span>
          <RelativeTime value={each.acknowledged_at} />
        </span>
      ))}
      {more > 0 && (
        <span className={classes.version}>
          <Trans>and {more} more</Trans>
        </span>
      )}
    </span>
  );
}

/** How they did on check questions, the first time. */
function Checks({ reader: { checks } }: { reader: Reader }) {
  if (checks.length === 0) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.versions}>
      {checks
        .slice(0, SHOWN)
        .map(({ guideline_version: id, number, answered, right_at_first: right }) => (
          <span key={id} className={classes.version}>
            <span className={classes.number}>v{number}</span>
            <Trans>
              {right} of {answered}
            </Trans>
          </span>
        ))}
    </span>
  );
}
