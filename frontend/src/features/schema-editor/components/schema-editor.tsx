import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconDots,
  IconTrash,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Project } from '@/api/project';
import type { SchemaVersion } from '@/api/schema-version';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { ProblemAlert } from '@/components/problem-alert';
import { SaveWord } from '@/components/save-word';
import { Autosaver, useSaveStatus } from '@/lib/autosave';
import { useBreadcrumb } from '@/lib/breadcrumb';
import { useCommands } from '@/lib/commands';
import { readDocument, type Plain } from '@/lib/schema-document';
import { showToast } from '@/lib/toasts';
import {
  saveSchemaDraft,
  schemaDraftQuery,
  useDiscardSchemaDraft,
  type SchemaDraft,
} from '@/api/schema-draft';
import { differenceOf } from '../document/difference';
import { DraftStore } from '../document/draft-store';
import { homeOf } from '../document/faults';
import { getAt } from '../document/pointer';
import { isPublishedAt } from '../document/published';
import type { SchemaSearch } from '../search';
import { ConflictNotice } from './conflict-notice';
import { DraftContext, type DraftTools } from './draft-context';
import { FaultMenu } from './fault-menu';
import { FormPane } from './form-pane';
import { focusPlace } from './focus-place';
import { OutlinePane } from './outline-pane';
import { PreviewPane } from './preview-pane';
import { PublishDialog } from './publish-dialog';
import classes from './schema-editor.module.css';
import { TextPane } from './text-pane';

interface SchemaEditorProps {
  project: Project;
  draft: SchemaDraft;
  current: SchemaVersion | null;
  search: SchemaSearch;
  onSearch: (change: Partial<SchemaSearch>, isReplacing?: boolean) => void;
}

/** The draft: what there is, the form of what is selected, and how it will look, side by side. */
export function SchemaEditor({ project, draft, current, search, onSearch }: SchemaEditorProps) {
  const { t } = useLingui();
  const [store, saver] = useDraftSession(project, draft);
  const state = useSyncExternalStore(store.subscribe, store.get);
  const status = useSaveStatus(saver);
  const discard = useDiscardSchemaDraft(project.id);
  const [dialog, setDialog] = useState<'publish' | 'discard' | null>(null);
  const [isWide, setIsWide] = useState(false);
  const document = useMemo(() => readDocument(state.document), [state.document]);
  const published = useMemo(() => (current ? readDocument(current.document) : null), [current]);
  const faults = draft.errors;
  const at = search.at && document && getAt(document, search.at) ? search.at : '/fields/0';
  const pane = search.pane ?? 'preview';
  useBreadcrumb(t`Draft`);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const changes = useMemo(
    () => (published && document ? differenceOf(published, document) : null),
    [published, document],
  );

  const handleSelect = (next: string) => onSearch({ at: next });
  const handleShow = (pointer: string) => {
    setDialog(null);
    setIsWide(false);
    const home = homeOf(pointer);
    if (home) handleSelect(home);
    else if (!search.pane) onSearch({ pane: 'yaml' });
    focusPlace(pointer);
  };
  const handlePublish = async () => {
    const isSaved = await saver.flush();
    const saved = queryClient.getQueryData(schemaDraftQuery(project.id).queryKey);
    const isReady = isSaved && !state.broken && (changes?.length ?? 0) > 0;
    // After a first version there are labels: it is decided how they follow. Faults are told in the dialog.
    if (isReady && saved?.errors.length === 0)
      void navigate({ to: '/projects/$slug/schema/changes', params: project });
    else setDialog('publish');
  };
  const handleLeave = async () => {
    await saver.flush();
    onSearch({ edit: undefined, at: undefined, pane: undefined }, false);
  };

  useCommands([
    {
      name: 'schema.undo',
      title: t`Undo`,
      shortcut: 'mod+z',
      when: () => store.get().canUndo,
      run: () => store.undo(),
    },
    {
      name: 'schema.redo',
      title: t`Redo`,
      shortcut: ['mod+shift+z', 'mod+y'],
      when: () => store.get().canRedo,
      run: () => store.redo(),
    },
    {
      name: 'schema.save',
      title: t`Save now`,
      shortcut: 'mod+s',
      isInInputs: true,
      run: () => void saver.flush(),
    },
    {
      name: 'schema.publish',
      title: t`Publish…`,
      shortcut: 'mod+enter',
      isInInputs: true,
      run: () => void handlePublish(),
    },
  ]);

  const tools: DraftTools | null = document && {
    document,
    faults,
    isReadOnly: state.broken !== null,
    change: (next, gesture) => store.change(next as unknown as Plain, gesture ?? null), // plain data
    endGesture: () => store.endGesture(),
    select: handleSelect,
    isPublished: (place) => isPublishedAt(document, published, place),
  };

  return (
    <div className={classes.editor}>
      <header className={classes.bar}>
        <h1 className={classes.title}>
          <Trans>Schema draft</Trans>
        </h1>
        <SaveWord status={state.broken ? { ...status, word: 'refused' } : status} />
        <div className={classes.tools}>
          <ActionIcon
            aria-label={t`Undo`}
            title={t`Undo`}
            disabled={!state.canUndo}
            onClick={() => store.undo()}
          >
            <IconArrowBackUp size={17} stroke={1.7} />
          </ActionIcon>
          <ActionIcon
            aria-label={t`Redo`}
            title={t`Redo`}
            disabled={!state.canRedo}
            onClick={() => store.redo()}
          >
            <IconArrowForwardUp size={17} stroke={1.7} />
          </ActionIcon>
          <FaultMenu faults={faults} document={document} onShow={handleShow} />
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t`More`}>
                <IconDots size={17} stroke={1.7} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={15} stroke={1.7} />}
                onClick={() => setDialog('discard')}
              >
                <Trans>Discard the draft…</Trans>
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" onClick={() => void handleLeave()}>
            <Trans>Close</Trans>
          </Button>
          <Button onClick={() => void handlePublish()} aria-keyshortcuts="Control+Enter">
            <Trans>Publish…</Trans>
          </Button>
        </div>
      </header>
      {status.word === 'conflict' && (
        <ConflictNotice store={store} saver={saver} problem={status.problem} />
      )}
      {status.word === 'refused' && (
        <div className={classes.notice}>
          <ProblemAlert error={status.problem} />
        </div>
      )}
      <DraftContext value={tools}>
        <div className={classes.panes} data-wide={isWide || undefined}>
          {tools ? (
            <OutlinePane at={at} />
          ) : (
            <div className={classes.outlineless} aria-hidden="true" />
          )}
          {!isWide &&
            (tools ? (
              <FormPane
                at={at}
                broken={state.broken}
                onShowText={() => onSearch({ pane: state.broken?.format ?? 'yaml' })}
                onMend={() => store.mendText()}
              />
            ) : (
              <div className={classes.formless}>
                <IconAlertTriangle size={18} aria-hidden="true" />
                <Trans>
                  The text does not have the outline of a schema: it needs a list of fields. Mend it
                  at the right, or undo.
                </Trans>
              </div>
            ))}
          <section className={classes.side} aria-label={t`Preview and text`}>
            <div className={classes.tabs}>
              <SegmentedControl
                size="xs"
                aria-label={t`What to show beside the form`}
                value={pane}
                onChange={(value) =>
                  onSearch({ pane: value === 'yaml' || value === 'json' ? value : undefined })
                }
                data={[
                  { value: 'preview', label: t`Preview` },
                  { value: 'yaml', label: 'YAML' },
                  { value: 'json', label: 'JSON' },
                ]}
              />
              <Tooltip label={isWide ? t`Show the form` : t`Hide the form`}>
                <ActionIcon
                  aria-label={isWide ? t`Show the form` : t`Hide the form`}
                  onClick={() => setIsWide(!isWide)}
                >
                  {isWide ? <IconArrowsMinimize size={16} /> : <IconArrowsMaximize size={16} />}
                </ActionIcon>
              </Tooltip>
            </div>
            {pane === 'preview' ? (
              document && (
                <PreviewPane
                  project={project}
                  document={document}
                  at={at}
                  onSelect={handleSelect}
                />
              )
            ) : (
              <TextPane
                key={pane}
                format={pane}
                store={store}
                state={state}
                faults={faults}
                at={at}
              />
            )}
          </section>
        </div>
      </DraftContext>
      <PublishDialog
        isOpen={dialog === 'publish'}
        project={project}
        saver={saver}
        faults={faults}
        broken={state.broken}
        document={document}
        published={published}
        changes={changes}
        number={(current?.number ?? 0) + 1}
        onClose={() => setDialog(null)}
        onShow={handleShow}
        onPublished={() => {
          setDialog(null);
          showToast({
            message: t`Schema version ${(current?.number ?? 0) + 1} is published`,
            tone: 'good',
          });
          onSearch({ edit: undefined, at: undefined, pane: undefined }, false);
        }}
      />
      <ConfirmDialog
        isOpen={dialog === 'discard'}
        title={t`Discard the draft?`}
        confirmLabel={t`Discard the draft`}
        isBusy={discard.isPending}
        error={discard.error}
        losses={
          changes ? [{ count: changes.length, label: t`changes since the published version` }] : []
        }
        onCancel={() => setDialog(null)}
        onConfirm={() => {
          saver.stop();
          discard.mutate(status.version, {
            onSuccess: () => onSearch({ edit: undefined, at: undefined, pane: undefined }, false),
          });
        }}
      >
        {current ? (
          <Trans>
            Published version {current.number} stays as it is. The draft cannot be brought back.
          </Trans>
        ) : (
          <Trans>The draft cannot be brought back.</Trans>
        )}
      </ConfirmDialog>
    </div>
  );
}

/** The draft in hand, and what saves it. Both live as long as the page. */
function useDraftSession(project: Project, draft: SchemaDraft) {
  const queryClient = useQueryClient();
  const [session] = useState(() => {
    const store = new DraftStore(draft.document);
    const saver = new Autosaver<Plain, SchemaDraft>({
      content: draft.document,
      version: draft.version,
      save: (document, version) => saveSchemaDraft(project.id, document, version),
      onSaved: (answer) => queryClient.setQueryData(schemaDraftQuery(project.id).queryKey, answer),
      isOurs: (problem, document) => isSame(problem.extensions.document, document),
    });
    return [store, saver] as const;
  });
  const [store, saver] = session;

  useEffect(() => store.subscribe(() => saver.change(store.get().document)), [store, saver]);
  useEffect(() => {
    const handleUnload = (event: BeforeUnloadEvent) => {
      if (saver.isDirty || store.get().broken) event.preventDefault();
    };
    window.addEventListener('beforeunload', handleUnload);
    return () => {
      window.removeEventListener('beforeunload', handleUnload);
      if (saver.get().word !== 'refused') void saver.flush();
      else saver.stop();
    };
  }, [store, saver]);
  return session;
}

function isSame(theirs: unknown, ours: unknown): boolean {
  const [a, b] = [readDocument(theirs), readDocument(ours)];
  return a !== null && b !== null && differenceOf(a, b).length === 0;
}
