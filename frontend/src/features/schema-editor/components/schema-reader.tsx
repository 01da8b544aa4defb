import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconCopy, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { PagedList } from '@/api/paged-list';
import type { Project } from '@/api/project';
import type { SchemaVersion } from '@/api/schema-version';
import { CodeEditor } from '@/components/code-editor';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { SchemaTabs } from '@/components/schema-tabs';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { readDocument } from '@/lib/schema-document';
import { useStartSchemaDraft, type SchemaDraft } from '@/api/schema-draft';
import type { SchemaSearch } from '../search';
import { DocumentView } from './document-view';
import classes from './schema-reader.module.css';
import { VersionHistory } from './version-history';
import { VersionChanges } from './version-changes';

interface SchemaReaderProps {
  project: Project;
  versions: PagedList<SchemaVersion>;
  draft: SchemaDraft | null;
  mayEdit: boolean;
  search: SchemaSearch;
  onSearch: (change: Partial<SchemaSearch>, isReplacing?: boolean) => void;
}

/** A published version as people read it, and all versions beside it. */
export function SchemaReader(props: SchemaReaderProps) {
  const { project, versions, draft, mayEdit, search, onSearch } = props;
  const { t } = useLingui();
  const start = useStartSchemaDraft(project.id);
  const newest = versions.rows[0];
  const shown = versions.rows.find((version) => version.number === search.version) ?? newest;
  const before = versions.rows.find((version) => version.id === shown?.parent);

  const handleEdit = () => {
    if (draft) onSearch({ edit: true, version: undefined, view: undefined }, false);
    else
      start.mutate(undefined, {
        onSuccess: () => onSearch({ edit: true, version: undefined, view: undefined }, false),
      });
  };
  useCommands([
    {
      name: 'schema.edit',
      title: draft ? t`Go on with the draft` : t`Edit the schema`,
      shortcut: 'e',
      when: () => mayEdit,
      run: handleEdit,
    },
  ]);

  if (!newest || !shown) {
    return (
      <Page>
        <EmptyState
          level="h1"
          title={draft ? t`The schema is a draft` : t`No schema yet`}
          action={
            mayEdit
              ? {
                  label: draft ? t`Go on with the draft` : t`Define the schema`,
                  onClick: handleEdit,
                  shortcut: 'e',
                }
              : undefined
          }
        >
          {mayEdit ? (
            <Trans>
              Say what people mark and answer: labels, choices, numbers. You see the annotation
              screen while you define it, and nothing counts before you publish.
            </Trans>
          ) : (
            <Trans>A curator is still defining what will be labelled here.</Trans>
          )}
        </EmptyState>
        <ProblemAlert error={start.error} />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title={<Trans>Label schema</Trans>}
        context={<VersionLine version={shown} />}
        secondary={
          <SegmentedControl
            size="xs"
            aria-label={t`How to show it`}
            value={search.view ?? 'form'}
            onChange={(view) => onSearch({ view: view === 'yaml' ? 'yaml' : undefined })}
            data={[
              { value: 'form', label: t`Form` },
              { value: 'yaml', label: 'YAML' },
            ]}
          />
        }
        primary={
          mayEdit
            ? {
                label: draft ? t`Go on with the draft` : t`Edit`,
                onClick: handleEdit,
                shortcut: 'e',
                icon: <IconPencil size={15} aria-hidden="true" />,
                isBusy: start.isPending,
              }
            : undefined
        }
      >
        <SchemaTabs project={project} />
      </PageHeader>
      <ProblemAlert error={start.error} />
      <div className={classes.columns}>
        <div className={classes.main}>
          {shown.id !== newest.id && (
            <p className={classes.old}>
              <Trans>
                This is an older version. Annotations made with it keep it; new work uses version{' '}
                {newest.number}.
              </Trans>
            </p>
          )}
          <Version key={shown.id} version={shown} isYaml={search.view === 'yaml'} />
        </div>
        <div className={classes.side}>
          <VersionHistory
            versions={versions}
            shownId={shown.id}
            onShow={(version) =>
              onSearch(
                { version: version.id === newest.id ? undefined : (version.number ?? 1) },
                false,
              )
            }
          />
          {before && <VersionChanges before={before} after={shown} />}
        </div>
      </div>
    </Page>
  );
}

function VersionLine({ version }: { version: SchemaVersion }) {
  return (
    <span className={classes.line}>
      <StatusBadge tone="good" isPlain>
        <Trans>Version {version.number}</Trans>
      </StatusBadge>
      {version.published_at && (
        <span>
          <RelativeTime value={version.published_at} />
          {version.published_by && ` · ${version.published_by}`}
        </span>
      )}
      <Identity hash={version.identity} />
    </span>
  );
}

function Identity({ hash }: { hash: string }) {
  const { t } = useLingui();
  return (
    <CopyButton value={hash}>
      {({ copied, copy }) => (
        <button
          type="button"
          className={classes.identity}
          onClick={copy}
          aria-label={`${hash.slice(0, 12)}: ${copied ? t`Copied` : t`Copy the identity of this version`}`}
          title={t`The hash of all that models and exports can notice. Titles, colours and shortcuts do not change it.`}
        >
          <code>{hash.slice(0, 12)}</code>
          {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
        </button>
      )}
    </CopyButton>
  );
}

function Version({ version, isYaml }: { version: SchemaVersion; isYaml: boolean }) {
  const { t } = useLingui();
  const [document] = useState(() => readDocument(version.document));
  if (isYaml || !document) {
    return (
      <div className={classes.code}>
        <CodeEditor language="yaml" value={version.yaml} label={t`The schema as YAML`} isReadOnly />
        <CopyButton value={version.yaml}>
          {({ copied, copy }) => (
            <Button
              className={classes.copy}
              size="xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? t`Copied` : t`Copy`}
            </Button>
          )}
        </CopyButton>
      </div>
    );
  }
  return <DocumentView document={document} />;
}
