import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useProject, type Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import { useGold } from '../api/gold';
import { GoldTable } from './gold-table';
import { PeopleOnGold } from './people-on-gold';

/** The answers that the team trusts, and how people do on them. */
export function GoldPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/gold' });
  const project = useProject(slug);
  return project ? <Gold key={project.id} project={project} /> : null;
}

function Gold({ project }: { project: Project }) {
  const { t, i18n } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/gold' });
  const navigate = useNavigate({ from: '/projects/$slug/gold' });
  const list = useGold(project.id, search);
  const version = project.schema_version ?? '';
  const schema = useQuery({ ...schemaVersionQuery(version), enabled: version !== '' });
  const document = schema.data ? (schema.data.document as unknown as SchemaDocument) : null; // published, so it was validated
  const isFiltered = Boolean(search.state ?? search.label);
  const goItems = () => void navigate({ to: '/projects/$slug/items', search: {} });

  const empty = isFiltered ? (
    <EmptyState
      kind="search"
      title={t`No gold answer fits`}
      action={{
        label: t`Show all gold answers`,
        onClick: () => void navigate({ search: {}, replace: true }),
      }}
    />
  ) : (
    <EmptyState
      title={t`No gold answers yet`}
      action={{ label: t`Choose from the items`, onClick: goItems }}
    >
      <Trans>
        Open an item, choose the annotation you trust, and use it as gold. Annotators never learn
        which items have one.
      </Trans>
    </EmptyState>
  );

  return (
    <Page width="wide">
      <PageHeader
        title={<Trans>Gold</Trans>}
        context={
          <Trans>Answers you trust, to see how people do. Annotators never learn of them.</Trans>
        }
      >
        <FilterBar
          values={search as Record<string, string | undefined>}
          filters={[
            {
              key: 'state',
              label: t`State`,
              options: [
                { value: 'current', label: t`Current` },
                { value: 'stale', label: t`Stale` },
              ],
            },
            {
              key: 'label',
              label: t`Label`,
              options: labelsOf(document).map((label) => ({
                value: label.key,
                label: titleOf(label, i18n.locale),
              })),
            },
          ].filter(({ options }) => options.length > 0)}
          onChange={(key, value) =>
            void navigate({ search: (old) => ({ ...old, [key]: value }), replace: true })
          }
        />
      </PageHeader>
      <PeopleOnGold project={project} document={document} />
      <GoldTable project={project} list={list} empty={empty} />
    </Page>
  );
}

function labelsOf(document: SchemaDocument | null) {
  const all = (document?.fields ?? []).flatMap((field) => [
    ...(field.labels ?? []),
    ...(field.options ?? []),
  ]);
  return [...new Map(all.map((label) => [label.key, label])).values()];
}
