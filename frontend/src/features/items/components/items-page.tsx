import { Trans, useLingui } from '@lingui/react/macro';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useProject, type Project } from '@/api/project';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { useCommands } from '@/lib/commands';
import { useItems, type ItemRow } from '@/api/items';
import { readItemsSearch } from '../search';
import { ItemDrawer } from './item-drawer';
import { ItemGrid } from './item-grid';
import { ItemTable } from './item-table';

/** What there is to label. */
export function ItemsPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/items' });
  const project = useProject(slug);
  return project ? <Items key={project.id} project={project} /> : null;
}

function Items({ project }: { project: Project }) {
  const { t } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/items' });
  const navigate = useNavigate({ from: '/projects/$slug/items' });
  const list = useItems(project.id, search);
  const mayImport = project.may.includes('import_items') && !project.archived_at;
  const isFiltered = Boolean(search.q ?? search.import ?? search.problem);

  const goImport = () =>
    void navigate({ to: '/projects/$slug/import', params: { slug: project.slug }, search: {} });
  const open = (item: ItemRow | null) =>
    void navigate({
      search: (old) => ({ ...old, item: item?.id }),
      replace: Boolean(search.item && item),
    });
  useCommands([
    {
      name: 'items.import',
      title: t`Import items`,
      shortcut: 'i',
      when: () => mayImport,
      run: goImport,
    },
  ]);

  const empty = isFiltered ? (
    <EmptyState
      kind="search"
      title={t`No item fits`}
      action={{
        label: t`Show all items`,
        onClick: () => void navigate({ search: {}, replace: true }),
      }}
    >
      <Trans>The search looks at how the name or the text begins.</Trans>
    </EmptyState>
  ) : (
    <EmptyState
      title={t`There is nothing to label yet`}
      action={mayImport ? { label: t`Import items`, onClick: goImport, shortcut: 'i' } : undefined}
    >
      <Trans>Bring in a folder, a ZIP, or files with labels that you have already.</Trans>
    </EmptyState>
  );

  return (
    <Page width="wide">
      <PageHeader
        title={<Trans>Items</Trans>}
        context={
          project.input === 'text' ? (
            <Trans>The texts of this project, newest first.</Trans>
          ) : project.input === 'audio' ? (
            <Trans>The sounds of this project, newest first.</Trans>
          ) : (
            <Trans>The images of this project, newest first.</Trans>
          )
        }
        primary={
          mayImport
            ? {
                label: t`Import`,
                icon: <IconUpload size={16} aria-hidden="true" />,
                shortcut: 'i',
                onClick: goImport,
              }
            : undefined
        }
      />
      <FilterBar
        values={{ import: search.import, problem: search.problem }}
        filters={[
          {
            key: 'problem',
            label: t`Data`,
            options: [{ value: 'only', label: t`with a problem` }],
          },
          ...(search.import
            ? [
                {
                  key: 'import',
                  label: t`Import`,
                  options: [{ value: search.import, label: t`this one only` }],
                },
              ]
            : []),
        ]}
        onChange={(key, value) =>
          void navigate({
            search: (old) => readItemsSearch({ ...old, [key]: value }),
            replace: true,
          })
        }
        search={search.q ?? ''}
        onSearch={(q) =>
          void navigate({ search: (old) => readItemsSearch({ ...old, q }), replace: true })
        }
        searchLabel={t`Name or beginning of the text`}
      />
      {list.status === 'error' ? (
        <ErrorState error={list.error} onRetry={list.retry} />
      ) : project.input === 'text' ? (
        <ItemTable list={list} openKey={search.item} onOpen={open} empty={empty} />
      ) : (
        <ItemGrid list={list} openKey={search.item} onOpen={open} empty={empty} />
      )}
      <ItemDrawer
        project={project}
        itemId={search.item ?? null}
        rows={list.rows}
        onOpen={open}
        mayDelete={mayImport}
      />
    </Page>
  );
}
