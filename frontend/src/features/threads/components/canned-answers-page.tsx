import { ActionIcon, Stack, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { useProject, type Project } from '@/api/project';
import { Dialog } from '@/components/dialog';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { Form } from '@/components/form';
import { MarkdownView } from '@/components/markdown-view';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { useCommands } from '@/lib/commands';
import { isProblem } from '@/lib/problem';
import { showToast } from '@/lib/toasts';
import {
  cannedAnswersQuery,
  useChangeCanned,
  useDeleteCanned,
  useKeepCanned,
  useOrderCanned,
  type CannedAnswer,
} from '../api/canned-answers';
import { moved } from '../model/rows';
import classes from './canned-answers-page.module.css';
import { ThreadsTabs } from './threads-tabs';

/** What the curators of a project keep to answer with. */
export function CannedAnswersPage() {
  const { slug } = useParams({ from: '/in/projects/$slug' });
  const project = useProject(slug);
  if (!project) return null; // the route has loaded it
  return <CannedAnswers key={project.id} project={project} />;
}

function CannedAnswers({ project }: { project: Project }) {
  const { t } = useLingui();
  const canned = useQuery(cannedAnswersQuery(project.id));
  const order = useOrderCanned(project.id);
  const keep = useKeepCanned(project.id);
  const remove = useDeleteCanned(project.id);
  const [editing, setEditing] = useState<CannedAnswer | 'new' | null>(null);
  const rows = canned.data ?? [];
  const handleNew = () => setEditing('new');
  const move = (from: number, by: number) => {
    const next = moved(rows, from, from + by);
    if (next) order.mutate(next);
  };
  const handleDelete = (row: CannedAnswer) => {
    const { name, body } = row;
    remove.mutate(row, {
      onSuccess: () =>
        showToast({
          message: t`Deleted “${name}”`,
          action: { label: t`Undo`, run: () => keep.mutate({ name, body }) },
        }),
    });
  };
  useCommands([
    {
      name: 'canned.new',
      title: t`Write a canned answer`,
      group: t`Questions`,
      shortcut: 'n',
      run: handleNew,
    },
  ]);
  return (
    <Page width="wide">
      <PageHeader
        title={<Trans>Questions</Trans>}
        context={
          <Trans>
            What you answer again and again. While you answer, put one in with Ctrl or ⌘ and the
            slash.
          </Trans>
        }
        primary={{
          label: t`Write a canned answer`,
          icon: <IconPlus size={15} aria-hidden="true" />,
          shortcut: 'n',
          onClick: handleNew,
        }}
      >
        <ThreadsTabs project={project} />
      </PageHeader>
      <ProblemAlert error={order.error ?? remove.error ?? keep.error} />
      {canned.error ? (
        <ErrorState error={canned.error} onRetry={() => void canned.refetch()} />
      ) : canned.data && rows.length === 0 ? (
        <EmptyState
          title={t`No canned answers yet`}
          action={{ label: t`Write a canned answer`, onClick: handleNew, shortcut: 'n' }}
        >
          <Trans>All curators of this project share them. Annotators see only what you send.</Trans>
        </EmptyState>
      ) : (
        <ol className={classes.list} aria-label={t`Canned answers`} aria-busy={canned.isPending}>
          {rows.map((row, index) => (
            <Row
              key={row.id}
              row={row}
              onEdit={() => setEditing(row)}
              onDelete={() => handleDelete(row)}
              onUp={index > 0 ? () => move(index, -1) : undefined}
              onDown={index < rows.length - 1 ? () => move(index, 1) : undefined}
            />
          ))}
        </ol>
      )}
      {editing && (
        <CannedDialog
          project={project}
          canned={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

interface RowProps {
  row: CannedAnswer;
  onEdit: () => void;
  onDelete: () => void;
  /** Undefined at the end of the list. */
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
}

/** Alt with an arrow moves the row that has the focus. */
function Row({ row, onEdit, onDelete, onUp, onDown }: RowProps) {
  const { t } = useLingui();
  const { name } = row;
  const handleKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    (event.key === 'ArrowUp' ? onUp : onDown)?.();
  };
  return (
    <li className={classes.row} onKeyDown={handleKey}>
      <div className={classes.words}>
        <h2 className={classes.name}>{name}</h2>
        <MarkdownView source={row.body} />
      </div>
      <div className={classes.deeds}>
        <ActionIcon
          aria-label={t`Move “${name}” up`}
          aria-keyshortcuts="Alt+ArrowUp"
          disabled={!onUp}
          onClick={onUp}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          aria-label={t`Move “${name}” down`}
          aria-keyshortcuts="Alt+ArrowDown"
          disabled={!onDown}
          onClick={onDown}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t`Change “${name}”`} onClick={onEdit}>
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t`Delete “${name}”`} onClick={onDelete}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
    </li>
  );
}

interface CannedDialogProps {
  project: Project;
  canned: CannedAnswer | null;
  onClose: () => void;
}

function CannedDialog({ project, canned, onClose }: CannedDialogProps) {
  const { t } = useLingui();
  const keep = useKeepCanned(project.id);
  const change = useChangeCanned(project.id);
  const [name, setName] = useState(canned?.name ?? '');
  const [body, setBody] = useState(canned?.body ?? '');
  const error = keep.error ?? change.error;
  const problem = isProblem(error) ? error : null;
  const said = { name: name.trim(), body: body.trim() };
  const handleSubmit = () =>
    canned
      ? change.mutate({ ...said, id: canned.id, version: canned.version }, { onSuccess: onClose })
      : keep.mutate(said, { onSuccess: onClose });
  return (
    <Dialog
      isOpen
      title={canned ? t`Change the canned answer` : t`Write a canned answer`}
      size="lg"
      onClose={onClose}
    >
      <Form
        submitLabel={canned ? t`Save` : t`Keep it`}
        isBusy={keep.isPending || change.isPending}
        isDisabled={said.name === '' || said.body === ''}
        onCancel={onClose}
        onSubmit={handleSubmit}
      >
        <Stack gap="md">
          <TextInput
            label={t`Name`}
            description={t`By which you find it.`}
            data-autofocus
            maxLength={80}
            value={name}
            error={problem?.at('/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t`Answer`}
            description={t`Markdown`}
            rows={6}
            maxLength={10_000}
            value={body}
            error={problem?.at('/body')}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <ProblemAlert error={error} shownPointers={['/name', '/body']} />
        </Stack>
      </Form>
    </Dialog>
  );
}
