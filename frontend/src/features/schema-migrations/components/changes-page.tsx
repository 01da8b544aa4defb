import { Button, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useProject, type Project } from '@/api/project';
import { schemaDraftQuery, type SchemaDraft } from '@/api/schema-draft';
import { schemaVersionQuery, type SchemaVersion } from '@/api/schema-version';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { projectPath } from '@/lib/project-path';
import { readDocument } from '@/lib/schema-document';
import { useDelayed } from '@/lib/use-delayed';
import { differencesQuery, type Proposal } from '../api/differences';
import { undecided } from '../model/decisions';
import classes from './changes-page.module.css';
import { Decisions } from './decisions';
import { NextStep } from './next-step';
import { PlanPanel } from './plan-panel';
import { SchemaSides } from './schema-sides';
import { useNames } from '@/lib/schema-names';
import { useDecisions } from './use-decisions';

/** Before a changed schema is published: what differs, and what becomes of the labels that are there. */
export function ChangesPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/schema/changes' });
  const project = useProject(slug);
  return project ? <Changes key={project.id} project={project} /> : null;
}

function Changes({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const current = useQuery({
    ...schemaVersionQuery(project.schema_version ?? ''),
    enabled: project.schema_version !== null,
  });
  const draft = useQuery(schemaDraftQuery(project.id));
  const hasDraft = Boolean(draft.data);
  const found = useQuery({ ...differencesQuery(project.id), enabled: hasDraft });
  // Without a published version there is nothing to wait for, and nothing to compare with.
  const hasBoth = hasDraft && project.schema_version !== null;
  const isWaiting = draft.isPending || (hasBoth && (found.isPending || current.isPending));
  const isShown = useDelayed(isWaiting);
  const error = draft.error ?? found.error ?? current.error;

  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void draft.refetch();
          void found.refetch();
        }}
        level="h1"
      />
    );
  }
  if (isWaiting) return isShown ? <Waiting /> : null;
  const at = (path: string) => void navigate({ to: projectPath(project.slug, path) });
  if (!draft.data || !found.data || !current.data) {
    return (
      <Page>
        <EmptyState
          level="h1"
          kind="done"
          title={t`Nothing waits to be published`}
          action={{ label: t`Open the schema`, onClick: () => at('schema') }}
        >
          <Trans>
            When a draft of the schema differs from what is published, it is compared here.
          </Trans>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Compared project={project} draft={draft.data} current={current.data} proposal={found.data} />
  );
}

interface ComparedProps {
  project: Project;
  draft: SchemaDraft;
  current: SchemaVersion;
  proposal: Proposal;
}

function Compared({ project, draft, current, proposal }: ComparedProps) {
  const { t } = useLingui();
  const search = useSearch({ from: '/in/projects/$slug/schema/changes' });
  const navigate = useNavigate({ from: '/projects/$slug/schema/changes' });
  const before = useMemo(() => readDocument(current.document), [current]);
  const after = useMemo(() => readDocument(draft.document), [draft]);
  const names = useNames(before, after);
  const decisions = useDecisions(project.id, proposal);
  const open = undecided(proposal.differences).length;
  const left = open - Object.keys(decisions.chosen).length;
  const [from, to] = [current.number ?? 0, (current.number ?? 0) + 1];
  const isBroken = draft.errors.length > 0;

  return (
    <Page>
      <PageHeader
        title={<Trans>How the labels follow</Trans>}
        context={
          <Trans>
            From schema version {from} to {to}.{' '}
            {left > 0 ? (
              <Plural
                value={left}
                one="One change needs your decision."
                other="# changes need your decision."
              />
            ) : (
              <Trans>Everything is decided.</Trans>
            )}
          </Trans>
        }
        secondary={
          <Button
            variant="default"
            onClick={() => void navigate({ to: '/projects/$slug/schema', search: { edit: true } })}
          >
            <Trans>Back to the draft</Trans>
          </Button>
        }
      />
      {isBroken && (
        <Notice>
          <Trans>The draft has faults. Mend them in the editor first.</Trans>
        </Notice>
      )}
      <ProblemAlert error={decisions.error} />
      <div className={classes.columns}>
        <div className={classes.main}>
          {before && after && (
            <Decisions
              project={project.id}
              differences={proposal.differences}
              decisions={decisions}
              before={before}
              after={after}
              names={names}
            />
          )}
          {before && after && (
            <SchemaSides
              before={before}
              after={after}
              versions={[from, to]}
              isAll={search.all ?? false}
              onAll={(all) =>
                void navigate({
                  search: (old) => ({ ...old, all: all || undefined }),
                  replace: true,
                })
              }
            />
          )}
        </div>
        <aside className={classes.side} aria-label={t`The plan`}>
          <NextStep
            project={project}
            proposal={proposal}
            number={to}
            isSaving={decisions.isSaving}
          />
          <PlanPanel
            key={proposal.plan?.hash ?? 'none'}
            project={project}
            proposal={proposal}
            names={names}
            isText={search.plan === 'yaml'}
            onText={(isText) =>
              void navigate({
                search: (old) => ({ ...old, plan: isText ? 'yaml' : undefined }),
                replace: true,
              })
            }
          />
        </aside>
      </div>
    </Page>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return <p className={classes.notice}>{children}</p>;
}

function Waiting() {
  return (
    <Page>
      <Skeleton height={28} width={260} mb="lg" />
      <Skeleton height={200} mb="md" />
      <Skeleton height={260} />
    </Page>
  );
}
