import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArchive } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { GoldAnswer } from '@/api/gold';
import type { PagedList } from '@/api/paged-list';
import type { Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { ColourSwatch } from '@/components/colour-swatch';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Count } from '@/components/count';
import { DataTable, type Column } from '@/components/data-table';
import { GoldBadge } from '@/components/gold-badge';
import { ItemThumb } from '@/components/item-thumb';
import { RelativeTime } from '@/components/relative-time';
import { type SchemaDocument } from '@/lib/schema-document';
import { useRetireGold } from '../api/gold';
import classes from './gold-table.module.css';
import { nameOfUse } from './use-names';

interface GoldTableProps {
  project: Project;
  list: PagedList<GoldAnswer>;
  empty: ReactNode;
}

/** The gold answers, one a line, with what has become of each. */
export function GoldTable({ project, list, empty }: GoldTableProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const retire = useRetireGold();
  const [retiring, setRetiring] = useState<GoldAnswer | null>(null);
  const maySet = project.may.includes('set_gold');
  const open = ({ item }: GoldAnswer) =>
    void navigate({
      to: '/projects/$slug/items',
      params: { slug: project.slug },
      search: { item: item.id },
    });
  const columns: Column<GoldAnswer>[] = [
    {
      key: 'item',
      header: t`Item`,
      width: 'minmax(10rem, 1.4fr)',
      cell: ({ item }) => (
        <ItemThumb
          kind={item.kind}
          thumbnailUrl={item.thumbnail_url}
          excerpt={item.excerpt}
          name={item.external_id}
        />
      ),
    },
    {
      key: 'answer',
      header: t({ message: `Answer`, context: `the right answer` }),
      width: 'minmax(13rem, 2.2fr)',
      cell: (gold) => <Uses gold={gold} />,
    },
    {
      key: 'state',
      header: t`State`,
      width: 'minmax(11rem, 1.8fr)',
      cell: (gold) => <State gold={gold} />,
    },
    {
      key: 'made',
      header: t`Made`,
      width: '7.5rem',
      align: 'end',
      cell: (gold) => (
        <span className={classes.made}>
          <RelativeTime value={gold.created_at} />
          <span className={classes.quiet}>{gold.author}</span>
        </span>
      ),
    },
    {
      key: 'actions',
      header: t`Actions`,
      isHeaderHidden: true,
      width: '9.5rem',
      align: 'end',
      cell: (gold) => (
        <>
          {gold.state === 'stale' && maySet && (
            <Button size="compact-sm" variant="default" onClick={() => open(gold)}>
              <Trans>Choose anew</Trans>
            </Button>
          )}
          {maySet && (
            <Tooltip label={t`Retire`}>
              <ActionIcon
                variant="subtle"
                aria-label={t`Retire`}
                onClick={(event) => {
                  event.stopPropagation();
                  setRetiring(gold);
                }}
              >
                <IconArchive size={16} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
          )}
        </>
      ),
    },
  ];
  const close = () => {
    retire.reset();
    setRetiring(null);
  };
  return (
    <>
      <DataTable
        label={t`Gold answers`}
        columns={columns}
        rows={list.rows}
        rowKey={(gold) => gold.id}
        status={list.status}
        error={list.error}
        onRetry={list.retry}
        isStale={list.isStale}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        onOpen={open}
        empty={empty}
      />
      <ConfirmDialog
        isOpen={retiring !== null}
        title={t`Retire this gold answer?`}
        confirmLabel={t`Retire 1 gold answer`}
        losses={[{ count: 1, label: t`gold answer that people are measured by` }]}
        isBusy={retire.isPending}
        error={retire.error}
        onCancel={close}
        onConfirm={() => retiring && retire.mutate(retiring.id, { onSuccess: close })}
      >
        <Trans>Its annotation stays. You can use it as gold again.</Trans>
      </ConfirmDialog>
    </>
  );
}

const SHOWN = 4; // labels a line

function Uses({ gold }: { gold: GoldAnswer }) {
  const { i18n } = useLingui();
  const schema = useQuery(schemaVersionQuery(gold.schema_version));
  const document = schema.data ? (schema.data.document as unknown as SchemaDocument) : null; // published, so it was validated
  const more = gold.uses.length - SHOWN;
  if (gold.uses.length === 0) {
    return (
      <span className={classes.quiet}>
        <Trans>nothing to see</Trans>
      </span>
    );
  }
  return (
    <span className={classes.uses}>
      {gold.uses.slice(0, SHOWN).map((use) => {
        const { title, colour } = nameOfUse(document, use.field, use.label, i18n.locale);
        return (
          <span key={`${use.field} ${use.label}`} className={classes.use}>
            {colour && <ColourSwatch colour={colour} />}
            {title}
            <Count value={use.count} />
          </span>
        );
      })}
      {more > 0 && <span className={classes.quiet}>+{more}</span>}
    </span>
  );
}

function State({ gold }: { gold: GoldAnswer }) {
  const { t } = useLingui();
  const version = gold.stale_since ?? 0;
  const words: Record<NonNullable<GoldAnswer['stale_because']>, string> = {
    lossy: t`Version ${version} would lose part of it.`,
    person: t`Since version ${version} only a person can say what it becomes.`,
    dropped: t`Version ${version} no longer has part of it.`,
    refused: t`It does not fit its own schema version.`,
  };
  return (
    <span className={classes.state}>
      <GoldBadge state={gold.state} />
      {gold.stale_because && (
        <span className={classes.reason} title={gold.reason}>
          {words[gold.stale_because]}
        </span>
      )}
    </span>
  );
}
