import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconBold,
  IconDots,
  IconHeading,
  IconItalic,
  IconLanguage,
  IconLink,
  IconList,
  IconMessage2,
  IconPhotoPlus,
  IconPlus,
  IconTable,
  IconTrash,
  IconUserCheck,
  type Icon,
} from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { mayPickExamples, useDraftExamples } from '@/api/guideline-examples';
import type { GuidelineEntry, GuidelineVersion } from '@/api/guideline-version';
import { guidelineReviewQuery } from '@/api/guideline-review';
import { usePictures } from '@/api/pictures';
import type { Project } from '@/api/project';
import { CodeEditor, type CodeEdit, type CodeHandle } from '@/components/code-editor';
import { ColourSwatch } from '@/components/colour-swatch';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { GuidelinePanel } from '@/components/guideline-panel';
import { PictureButton, PictureField } from '@/components/picture-field';
import { ProblemAlert } from '@/components/problem-alert';
import { SaveWord } from '@/components/save-word';
import { useSaveStatus } from '@/lib/autosave';
import { useBreadcrumb } from '@/lib/breadcrumb';
import { useCommands } from '@/lib/commands';
import { exampleKeys, type NamedExample } from '@/lib/examples';
import { LOCALES, type Locale } from '@/lib/locale';
import { coloursByKey, type SchemaDocument } from '@/lib/schema-document';
import { showToast } from '@/lib/toasts';
import { guidelineDraftQuery, useDiscardGuidelineDraft } from '../api/guideline-draft';
import { useDraftVisit } from '../api/draft-visit';
import type { GuidelineSearch } from '../search';
import { heading, link, prefixLines, table, wrap } from '../text/editing';
import { changeExample, insertExample, moveExample } from '../text/examples';
import { mergedText, type Choices, type MergedSection } from '../text/merge';
import {
  missingSections,
  sectionAtLine,
  sectionsOf,
  withSection,
  withSectionKeys,
} from '../text/sections';
import { DraftComments } from './draft-comments';
import { DraftCompany } from './draft-company';
import { DraftProject } from './draft-difference';
import { BroughtBack, DraftGone } from './draft-notices';
import { ExampleActions } from './example-actions';
import { ExamplePicker } from './example-picker';
import classes from './guideline-editor.module.css';
import { MergeView } from './merge-view';
import { PublishDialog } from './publish-dialog';
import { AskForReviewDialog, ReviewBar } from './review-bar';
import { TakenIn } from './taken-in';
import { TranslationView } from './translation-view';
import { putTogether, theirsIn, useDesk, useDraftSaver, type Desk } from './use-draft-saver';

const NOTHING: Choices = {};

interface GuidelineEditorProps {
  project: Project;
  draft: GuidelineVersion;
  current: GuidelineEntry | null;
  document: SchemaDocument | null;
  /** Where to begin. */
  section: string | null;
  /** Shown beside another language instead of being written. */
  translate: Locale | null;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

/** The draft, once it is known what this computer has of it and the server has not. */
export function GuidelineEditor(props: GuidelineEditorProps) {
  const desk = useDesk(props.project, props.draft.id);
  return desk ? (
    <DraftProject value={props.project.id}>
      <Editor {...props} desk={desk} />
    </DraftProject>
  ) : null;
}

/** Markdown at the left, what people will read at the right. */
function Editor({
  project,
  draft,
  current,
  document,
  section,
  translate,
  onSearch,
  desk,
}: GuidelineEditorProps & { desk: Desk }) {
  const { t, i18n } = useLingui();
  const handle = useRef<CodeHandle | null>(null);
  const queryClient = useQueryClient();
  const [text, setText] = useState(desk.kept?.markdown ?? draft.markdown);
  const [taken, setTaken] = useState<MergedSection[]>([]);
  const handleMerged = (merged: string, parts: MergedSection[]) => {
    handle.current?.receive(merged);
    setText(merged);
    setTaken(parts.filter(({ side }) => side === 'theirs'));
  };
  const { saver, change, keep } = useDraftSaver({ project, draft, desk, onMerged: handleMerged });
  const status = useSaveStatus(saver);
  const discard = useDiscardGuidelineDraft(project.id);
  const [dialog, setDialog] = useState<'publish' | 'discard' | 'review' | 'example' | null>(null);
  const [isCommenting, setIsCommenting] = useState(false);
  const review = useQuery(guidelineReviewQuery(project.id)).data;
  const [line, setLine] = useState(1);
  const [isBackSeen, setIsBackSeen] = useState(false);
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

  const theirs = status.word === 'conflict' ? theirsIn(status.problem) : null;
  const conflict = useMemo(
    () => (theirs ? putTogether(saver.saved, text, theirs).sections : null),
    // Once in conflict, neither text changes before it is decided.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theirs?.version, saver, text],
  );
  const kept = desk.kept?.choices;
  const begun = kept && kept.version === theirs?.version ? kept.made : NOTHING;

  const handleChange = (next: string) => {
    setText(next);
    change(next);
  };
  /** Somebody else has saved, and nothing of ours is on its way: theirs is shown at once. */
  const handleNewer = async (version: number) => {
    const isBehind = (than: number) => saver.get().word === 'saved' && than > saver.get().version;
    if (!isBehind(version)) return;
    const newest = await queryClient.fetchQuery({
      ...guidelineDraftQuery(project.id),
      staleTime: 0,
    });
    if (newest?.id !== draft.id || !isBehind(newest.version)) return;
    const { sections: parts, merged } = putTogether(saver.saved, saver.content, newest);
    if (!merged) return;
    saver.rebase(merged);
    handleMerged(merged.content, parts);
  };
  const company = useDraftVisit(project.id, (version) => void handleNewer(version));
  const handleDecided = (choices: Choices) => {
    const decided = conflict && mergedText(conflict, choices);
    if (!theirs || decided === null) return;
    saver.rebase({ saved: theirs.markdown, version: theirs.version, content: decided });
    handleChange(decided);
  };
  const handleAdd = (section: (typeof missing)[number]) => {
    const next = withSection(text, section);
    handleChange(next);
    setTimeout(() => handle.current?.goToLine(next.split('\n').length), 30);
  };
  const handleLeave = async () => {
    await saver.flush();
    onSearch({ edit: undefined, translate: undefined }, false);
  };
  const source = draft.source_language;
  const language =
    translate && translate !== source ? translate : LOCALES.find((each) => each !== source);
  const isTranslating = translate !== null && conflict === null;
  const handleTranslate = async () => {
    // What is to be translated is what the server has.
    if (isTranslating) onSearch({ translate: undefined }, false);
    else if (await saver.flush()) onSearch({ translate: language }, false);
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
      when: () => conflict === null,
      run: handlePublish,
    },
    {
      name: 'guideline.comments',
      title: t`Show or hide the comments`,
      shortcut: 'mod+alt+m',
      isInInputs: true,
      run: () => setIsCommenting(!isCommenting),
    },
    {
      name: 'guideline.languages',
      title: t`Write it in other languages`,
      when: () => conflict === null,
      run: () => void handleTranslate(),
    },
    {
      name: 'guideline.review',
      title: t`Ask for a review…`,
      run: () => setDialog('review'),
    },
  ]);
  // The dialog would hide what is to be decided first.
  const isPublishing = dialog === 'publish' && conflict === null;

  const handlePicked = (example: NamedExample) => {
    setDialog(null);
    // Once the dialog has given the focus back.
    setTimeout(() => handle.current?.edit(insertExample(example)), 30);
  };
  const picker = useRef<HTMLInputElement>(null);
  const pictures = usePictures(project.id, {
    edit: (change) => handle.current?.edit(change),
    alter: (change) => handle.current?.alter(change),
  });
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
        <DraftCompany others={company.others} />
        <div className={classes.end}>
          <Button
            variant={isCommenting ? 'light' : 'default'}
            leftSection={<IconMessage2 size={15} stroke={1.7} aria-hidden="true" />}
            aria-pressed={isCommenting}
            aria-keyshortcuts="Control+Alt+M"
            onClick={() => setIsCommenting(!isCommenting)}
          >
            {review?.open_comments ? (
              <Trans>Comments: {review.open_comments}</Trans>
            ) : (
              <Trans>Comments</Trans>
            )}
          </Button>
          <Button
            variant={isTranslating ? 'light' : 'default'}
            leftSection={<IconLanguage size={15} stroke={1.7} aria-hidden="true" />}
            aria-pressed={isTranslating}
            onClick={() => void handleTranslate()}
          >
            <Trans>Languages</Trans>
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t`More`}>
                <IconDots size={17} stroke={1.7} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconUserCheck size={15} stroke={1.7} />}
                onClick={() => setDialog('review')}
              >
                <Trans>Ask for a review…</Trans>
              </Menu.Item>
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
          <Button
            disabled={conflict !== null || company.isGone}
            onClick={handlePublish}
            aria-keyshortcuts="Control+Enter"
          >
            <Trans>Publish…</Trans>
          </Button>
        </div>
      </div>
      {company.isGone ? (
        <DraftGone />
      ) : (
        status.word === 'refused' && (
          <div className={classes.notice}>
            <ProblemAlert error={status.problem} />
          </div>
        )
      )}
      {desk.kept && !isBackSeen && <BroughtBack onClose={() => setIsBackSeen(true)} />}
      {taken.length > 0 && <TakenIn sections={taken} onClose={() => setTaken([])} />}
      {conflict && theirs && (
        <MergeView
          key={theirs.version}
          sections={conflict}
          begun={begun}
          onChoices={(made) => keep({ version: theirs.version, made })}
          onDone={handleDecided}
        />
      )}
      {review && conflict === null && (
        <ReviewBar
          project={project.id}
          state={review}
          onSave={async () => ((await saver.flush()) ? saver.get().version : null)}
        />
      )}
      {isTranslating && language && (
        <TranslationView
          project={project}
          source={source}
          language={language}
          onLanguage={(next) => onSearch({ translate: next })}
          onClose={() => void handleTranslate()}
        />
      )}
      <div
        className={classes.panes}
        hidden={conflict !== null || isTranslating}
        data-commenting={isCommenting || undefined}
      >
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
            <PictureButton picker={picker} onFiles={pictures.take} />
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
          <PictureField className={classes.code} pictures={pictures}>
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
                { key: PICTURE_KEY, run: () => picker.current?.click() },
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
          </PictureField>
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
        {isCommenting && (
          <DraftComments
            project={project.id}
            sections={sections}
            section={sectionAtLine(sections, line) ?? null}
            onSave={() => saver.flush()}
            onGo={(place) => handle.current?.goToLine(place.line)}
          />
        )}
      </div>
      {dialog === 'example' && (
        <ExamplePicker project={project} onClose={() => setDialog(null)} onPicked={handlePicked} />
      )}
      <AskForReviewDialog
        isOpen={dialog === 'review'}
        project={project.id}
        state={review}
        onClose={() => setDialog(null)}
      />
      <PublishDialog
        isOpen={isPublishing}
        project={project}
        saver={saver}
        current={current}
        document={document}
        text={text}
        review={review}
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
          onSearch({ edit: undefined, translate: undefined }, false);
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
          desk.keeper.keep(null);
          discard.mutate(status.version, {
            onSuccess: () => onSearch({ edit: undefined, translate: undefined }, false),
          });
        }}
      >
        <Trans>Published versions stay as they are. The draft cannot be brought back.</Trans>
      </ConfirmDialog>
    </div>
  );
}

const EXAMPLE_KEY = 'Mod-Shift-x';
const PICTURE_KEY = 'Mod-Alt-p'; // PICTURE_KEYS, as CodeMirror writes it

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
