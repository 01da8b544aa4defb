import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconBold,
  IconDots,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconPhotoPlus,
  IconPlus,
  IconTable,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { mayPickExamples, useDraftExamples } from '@/api/guideline-examples';
import type { GuidelineEntry, GuidelineVersion } from '@/api/guideline-version';
import type { Project } from '@/api/project';
import { CodeEditor, type CodeEdit, type CodeHandle } from '@/components/code-editor';
import { ColourSwatch } from '@/components/colour-swatch';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { GuidelinePanel } from '@/components/guideline-panel';
import { ProblemAlert } from '@/components/problem-alert';
import { SaveWord } from '@/components/save-word';
import { Autosaver, useSaveStatus } from '@/lib/autosave';
import { useBreadcrumb } from '@/lib/breadcrumb';
import { useCommands } from '@/lib/commands';
import { exampleKeys, type NamedExample } from '@/lib/examples';
import { coloursByKey, type SchemaDocument } from '@/lib/schema-document';
import { showToast } from '@/lib/toasts';
import {
  guidelineDraftQuery,
  saveGuidelineDraft,
  useDiscardGuidelineDraft,
} from '../api/guideline-draft';
import type { GuidelineSearch } from '../search';
import { heading, link, prefixLines, table, wrap } from '../text/editing';
import { changeExample, insertExample, moveExample } from '../text/examples';
import {
  missingSections,
  sectionAtLine,
  sectionsOf,
  withSection,
  withSectionKeys,
} from '../text/sections';
import { ConflictNotice } from './conflict-notice';
import { ExampleActions } from './example-actions';
import { ExamplePicker } from './example-picker';
import classes from './guideline-editor.module.css';
import { PublishDialog } from './publish-dialog';

interface GuidelineEditorProps {
  project: Project;
  draft: GuidelineVersion;
  current: GuidelineEntry | null;
  document: SchemaDocument | null;
  /** Where to begin. */
  section: string | null;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

/** The draft: Markdown at the left, what people will read at the right. */
export function GuidelineEditor({
  project,
  draft,
  current,
  document,
  section,
  onSearch,
}: GuidelineEditorProps) {
  const { t, i18n } = useLingui();
  const saver = useDraftSaver(project, draft);
  const status = useSaveStatus(saver);
  const discard = useDiscardGuidelineDraft(project.id);
  const [text, setText] = useState(draft.markdown);
  const [dialog, setDialog] = useState<'publish' | 'discard' | 'example' | null>(null);
  const [line, setLine] = useState(1);
  const handle = useRef<CodeHandle | null>(null);
  useBreadcrumb(t`Draft`);

  const sections = useMemo(() => sectionsOf(text), [text]);
  const missing = useMemo(
    () => missingSections(document, sections, i18n.locale),
    [document, sections, i18n.locale],
  );
  const colours = useMemo(() => coloursByKey(document), [document]);
  const shown = useMemo(() => withSectionKeys(text), [text]);
  const keys = useMemo(() => exampleKeys(text).join(), [text]);
  const examples = useDraftExamples(project.id, keys);

  const handleChange = (next: string) => {
    setText(next);
    saver.change(next);
  };
  const handleAdd = (section: (typeof missing)[number]) => {
    const next = withSection(text, section);
    handleChange(next);
    setTimeout(() => handle.current?.goToLine(next.split('\n').length), 30);
  };
  const handleLeave = async () => {
    await saver.flush();
    onSearch({ edit: undefined }, false);
  };
  const handlePublish = () => {
    void saver.flush();
    setDialog('publish');
  };

  useCommands([
    {
      name: 'guideline.save',
      title: t`Save now`,
      shortcut: 'mod+s',
      isInInputs: true,
      run: () => void saver.flush(),
    },
    {
      name: 'guideline.publish',
      title: t`Publish…`,
      shortcut: 'mod+enter',
      isInInputs: true,
      run: handlePublish,
    },
  ]);

  const handlePicked = (example: NamedExample) => {
    setDialog(null);
    // Once the dialog has given the focus back.
    setTimeout(() => handle.current?.edit(insertExample(example)), 30);
  };
  const atExample = useCallback(
    (example: NamedExample) => (
      <ExampleActions
        example={example}
        onChange={(changed) => handle.current?.edit(changeExample(example, changed))}
        onMove={(by) => handle.current?.edit(moveExample(example, by))}
        onUndo={() => handle.current?.undo()}
      />
    ),
    [],
  );

  const tools: Tool[] = [
    { key: 'Mod-Shift-h', icon: IconHeading, label: t`Heading`, change: heading() },
    { key: 'Mod-b', icon: IconBold, label: t`Bold`, change: wrap('**', t`important`) },
    { key: 'Mod-i', icon: IconItalic, label: t`Italic`, change: wrap('*', t`words`) },
    { key: 'Mod-Shift-l', icon: IconList, label: t`List`, change: prefixLines('- ') },
    { key: 'Mod-Shift-e', icon: IconTable, label: t`Table`, change: table(t`Do`, t`Do not`) },
    { key: 'Mod-Shift-u', icon: IconLink, label: t`Link`, change: link(t`link`) },
  ];

  return (
    <div className={classes.editor}>
      <div className={classes.bar}>
        <h1 className={classes.title}>
          <Trans>Guideline draft</Trans>
        </h1>
        <SaveWord status={status} />
        <div className={classes.end}>
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
          <Button onClick={handlePublish} aria-keyshortcuts="Control+Enter">
            <Trans>Publish…</Trans>
          </Button>
        </div>
      </div>
      {status.word === 'conflict' && (
        <ConflictNotice
          project={project.id}
          saver={saver}
          problem={status.problem}
          text={text}
          onTake={(theirs) => setText(theirs)}
        />
      )}
      {status.word === 'refused' && (
        <div className={classes.notice}>
          <ProblemAlert error={status.problem} />
        </div>
      )}
      <div className={classes.panes}>
        <section className={classes.source} aria-label={t`Text`}>
          <div
            className={classes.toolbar}
            role="toolbar"
            aria-label={t({ message: 'Format', context: 'of text' })}
          >
            {tools.map((tool) => (
              <Tooltip key={tool.key} label={`${tool.label} · ${keyWords(tool.key)}`}>
                <ActionIcon
                  aria-label={tool.label}
                  onClick={() => handle.current?.edit(tool.change)}
                >
                  <tool.icon size={17} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            ))}
            {mayPickExamples(project) && (
              <Tooltip label={`${t`Example`} · ${keyWords(EXAMPLE_KEY)}`}>
                <ActionIcon aria-label={t`Example`} onClick={() => setDialog('example')}>
                  <IconPhotoPlus size={17} stroke={1.7} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
          {missing.length > 0 && (
            <div className={classes.missing}>
              <span className={classes.missingWords}>
                <Trans>Nothing is said yet about</Trans>
              </span>
              {missing.slice(0, 8).map((section) => (
                <button
                  key={section.key}
                  type="button"
                  className={classes.chip}
                  aria-label={t`Add a section for ${section.title}`}
                  onClick={() => handleAdd(section)}
                >
                  <IconPlus size={13} aria-hidden="true" />
                  {section.colour && <ColourSwatch colour={section.colour} />}
                  {section.title}
                </button>
              ))}
            </div>
          )}
          <div className={classes.code}>
            <CodeEditor
              language="markdown"
              value={text}
              label={t`The guideline as Markdown`}
              placeholder={t`What counts, and what does not…`}
              keys={[
                ...tools.map((tool) => ({
                  key: tool.key,
                  run: (editor: CodeHandle) => editor.edit(tool.change),
                })),
                {
                  key: EXAMPLE_KEY,
                  run: () => mayPickExamples(project) && setDialog('example'),
                },
              ]}
              onHandle={(next) => {
                const isFirst = handle.current === null;
                handle.current = next;
                const start = sections.find(({ key }) => key === section);
                if (isFirst && next && start) setTimeout(() => next.goToLine(start.line), 30);
              }}
              onChange={handleChange}
              onCursorLine={setLine}
            />
          </div>
        </section>
        <section className={classes.preview} aria-label={t`Preview`} tabIndex={0}>
          {text.trim() ? (
            <GuidelinePanel
              markdown={shown}
              examples={examples}
              atExample={atExample}
              colours={colours}
              section={sectionAtLine(sections, line)?.key ?? null}
              isReading
            />
          ) : (
            <p className={classes.empty}>
              <Trans>What you write appears here as people will read it.</Trans>
            </p>
          )}
        </section>
      </div>
      {dialog === 'example' && (
        <ExamplePicker project={project} onClose={() => setDialog(null)} onPicked={handlePicked} />
      )}
      <PublishDialog
        isOpen={dialog === 'publish'}
        project={project}
        saver={saver}
        current={current}
        document={document}
        text={text}
        onClose={() => setDialog(null)}
        onPublished={(kind) => {
          setDialog(null);
          const hasConsequences = current !== null && kind !== 'editorial';
          showToast({
            message: t`Guideline version ${(current?.number ?? 0) + 1} is published`,
            tone: 'good',
            keep: hasConsequences,
            action: hasConsequences
              ? { label: t`Labels made before`, run: () => onSearch({ before: true }, false) }
              : undefined,
          });
          onSearch({ edit: undefined }, false);
        }}
      />
      <ConfirmDialog
        isOpen={dialog === 'discard'}
        title={t`Discard the draft?`}
        confirmLabel={t`Discard the draft`}
        isBusy={discard.isPending}
        error={discard.error}
        onCancel={() => setDialog(null)}
        onConfirm={() => {
          saver.stop();
          discard.mutate(status.version, {
            onSuccess: () => onSearch({ edit: undefined }, false),
          });
        }}
      >
        <Trans>Published versions stay as they are. The draft cannot be brought back.</Trans>
      </ConfirmDialog>
    </div>
  );
}

const EXAMPLE_KEY = 'Mod-Shift-x';

interface Tool {
  key: string;
  icon: Icon;
  label: string;
  change: (text: string, from: number, to: number) => CodeEdit;
}

function keyWords(key: string): string {
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  return key
    .split('-')
    .map((part) =>
      part === 'Mod' ? (isApple ? '⌘' : 'Ctrl') : part === 'Shift' ? '⇧' : part.toUpperCase(),
    )
    .join(' ');
}

/** What saves the draft; it lives as long as the page. */
function useDraftSaver(project: Project, draft: GuidelineVersion) {
  const queryClient = useQueryClient();
  const [saver] = useState(
    () =>
      new Autosaver<string, GuidelineVersion>({
        content: draft.markdown,
        version: draft.version,
        save: (markdown, version) => saveGuidelineDraft(project.id, markdown, version),
        onSaved: (answer) =>
          queryClient.setQueryData(guidelineDraftQuery(project.id).queryKey, answer),
        isOurs: (problem, markdown) => problem.extensions.markdown === markdown,
      }),
  );
  useEffect(() => {
    const handleUnload = (event: BeforeUnloadEvent) => {
      if (saver.isDirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', handleUnload);
    return () => {
      window.removeEventListener('beforeunload', handleUnload);
      if (saver.get().word !== 'refused') void saver.flush();
      else saver.stop();
    };
  }, [saver]);
  return saver;
}
