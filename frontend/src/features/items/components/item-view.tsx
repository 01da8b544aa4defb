import { Button, SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ComponentProps,
} from 'react';
import { goldOfItemQuery, type GoldAnswer } from '@/api/gold';
import { mayPickExamples } from '@/api/guideline-examples';
import type { Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { Editor } from '@/editor/core/editor';
import type { SchemaDocument } from '@/editor/core/schema';
import type { EditorState } from '@/editor/core/state';
import type { AnnotationValue } from '@/editor/core/value';
import { ImageCanvas } from '@/editor/react/image-canvas';
import { StillAudio } from '@/editor/screen/still-item';
import { useReadyItem } from '@/editor/screen/use-ready-item';
import { SpanText } from '@/editor/react/span-text';
import { useEditor } from '@/editor/react/use-editor';
import { OpenAnnotation } from '@/components/open-annotation';
import { Shortcut } from '@/components/shortcut';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { titleOf } from '@/lib/schema-document';
import type { Tone } from '@/lib/toasts';
import type { Annotation, Item } from '@/api/items';
import { Answers } from './answers';
import { GoldOfItem } from './gold-of-item';
import classes from './item-view.module.css';
import { UseAsExample } from './use-as-example';

const ItemHistory = lazy(() => import('./item-history'));

interface ItemViewProps {
  item: Item;
  project: Project;
  /** Null while they are on their way. */
  annotations: readonly Annotation[] | null;
}

const BLANK: SchemaDocument = { input: 'image', fields: [] };

/** The item with what one annotation says about it, drawn as it is while labelling; nothing can be changed. */
export function ItemView({ item, project, annotations }: ItemViewProps) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState<string | null>(null);
  const seesGold = project.may.includes('see_gold');
  const gold = useQuery({ ...goldOfItemQuery(project.id, item.id), enabled: seesGold });
  const first = chosen ?? gold.data?.annotation; // what people are measured by is what one looks for
  const shown = annotations?.find((each) => each.id === first) ?? annotations?.[0] ?? null;
  const version = shown?.schema_version ?? project.schema_version ?? '';
  const schema = useQuery({ ...schemaVersionQuery(version), enabled: version !== '' });
  const document = schema.data ? (schema.data.document as unknown as SchemaDocument) : null; // published, so it was validated
  const editor = useMemo(
    () =>
      new Editor({
        schema: document ?? BLANK,
        value: document && shown ? (shown.value as AnnotationValue) : null,
        isReadOnly: true,
      }),
    [document, shown],
  );
  const [picking, setPicking] = useState<Picking | null>(null);
  const canPick = mayPickExamples(project);
  const selected = useEditor(editor, firstSelected);
  const [isHistory, setIsHistory] = useState(false);
  const handlePick = () => setPicking(pickingOf(item, shown, editor, selected));
  useCommands([
    {
      name: 'items.example',
      title: t`Use as an example`,
      shortcut: 'x',
      when: () => canPick,
      run: handlePick,
    },
    {
      name: 'items.history',
      title: t`How this work came about`,
      shortcut: 'h',
      when: () => shown !== null,
      run: () => setIsHistory(true),
    },
  ]);
  const { locale } = i18n;
  const labelTitle = useCallback(
    (field: string, label: string) => {
      const found = editor.schema.label(field, label);
      return found ? titleOf(found, locale) : label;
    },
    [editor, locale],
  );
  return (
    <div className={classes.view}>
      {annotations !== null && (
        <div className={classes.said}>
          {annotations.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t`Annotation`}
              value={shown?.id ?? ''}
              onChange={setChosen}
              data={annotations.map((each, index) => ({
                value: each.id,
                label: each.author ?? (each.batch ? `#${index + 1}` : t`imported`),
              }))}
            />
          )}
          {shown ? (
            <>
              <Said
                project={project}
                gold={gold.data}
                annotation={shown}
                onHistory={() => setIsHistory(true)}
              />
              {project.may.includes('run_batches') && (
                <OpenAnnotation slug={project.slug} annotation={shown.id} />
              )}
            </>
          ) : (
            <span className={classes.nothing}>
              <Trans>Nobody has said anything about it yet.</Trans>
            </span>
          )}
          {canPick && (
            <Button
              className={classes.pick}
              size="xs"
              variant="default"
              rightSection={<Shortcut keys="x" />}
              title={t`The selected region, or the whole item`}
              onClick={handlePick}
            >
              <Trans>Use as an example</Trans>
            </Button>
          )}
        </div>
      )}
      <div className={classes.stage} data-kind={item.kind}>
        {item.kind === 'image' ? (
          <Picture item={item} editor={editor} labelTitle={labelTitle} />
        ) : item.kind === 'audio' ? (
          <Heard item={item} editor={editor} labelTitle={labelTitle} />
        ) : (
          <SpanText
            editor={editor}
            text={item.text ?? ''}
            commands={[]}
            labelTitle={labelTitle}
            aria-label={t`The text`}
          />
        )}
      </div>
      {shown && document && <Answers document={document} value={shown.value as AnnotationValue} />}
      {picking && <UseAsExample project={project} {...picking} onClose={() => setPicking(null)} />}
      <Suspense fallback={null}>
        {isHistory && shown && (
          <ItemHistory
            item={item}
            annotation={shown}
            mayRestore={project.may.includes('run_batches')}
            onClose={() => setIsHistory(false)}
          />
        )}
      </Suspense>
    </div>
  );
}

type Picking = Pick<ComponentProps<typeof UseAsExample>, 'subject' | 'section'>;

function firstSelected(state: EditorState): string | null {
  return state.selection[0] ?? null;
}

/** The region that is selected, or the whole item. */
function pickingOf(
  item: Item,
  annotation: Annotation | null,
  editor: Editor,
  region: string | null,
): Picking {
  if (!annotation || !region) return { subject: { item: item.id }, section: '' };
  const { places, regions } = editor.getState().document;
  const label = regions[places.get(region) ?? -1]?.label ?? '';
  return { subject: { annotation: annotation.id, region }, section: label };
}

interface SaidProps {
  project: Project;
  /** Undefined for those who may not know, and while it is on its way. */
  gold: GoldAnswer | null | undefined;
  annotation: Annotation;
  onHistory: () => void;
}

function Said({ project, gold, annotation, onHistory }: SaidProps) {
  const { t } = useLingui();
  const words: Record<Annotation['state'], [Tone, string]> = {
    submitted: ['info', t`waits for review`],
    returned: ['warn', t`returned`],
    accepted: ['good', t`accepted`],
    extra: ['idle', t`extra`],
  };
  const [tone, word] = words[annotation.state];
  const revision = annotation.revision;
  return (
    <>
      <StatusBadge tone={tone}>{word}</StatusBadge>
      <span className={classes.nothing}>
        {annotation.author ? annotation.author : <Trans>imported</Trans>}
        {' · '}
        <button
          type="button"
          className={classes.link}
          title={t`How this work came about (H)`}
          onClick={onHistory}
        >
          <Trans>revision {revision}</Trans>
        </button>
      </span>
      {gold !== undefined && <GoldOfItem project={project} gold={gold} annotation={annotation} />}
    </>
  );
}

interface PictureProps {
  item: Item;
  editor: Editor;
  labelTitle: (field: string, label: string) => string;
}

function Heard({ item, editor, labelTitle }: PictureProps) {
  const { t } = useLingui();
  const ready = useReadyItem(item);
  if (ready?.kind === 'broken') {
    return (
      <p className={classes.broken} role="alert">
        <Trans>The sound could not be loaded.</Trans>
      </p>
    );
  }
  if (ready?.kind !== 'audio') return null;
  return (
    <Suspense fallback={null}>
      <StillAudio sound={ready} editor={editor} labelTitle={labelTitle} aria-label={t`The sound`} />
    </Suspense>
  );
}

function Picture({ item, editor, labelTitle }: PictureProps) {
  const { t } = useLingui();
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    if (!item.media_url) return undefined;
    let isOver = false;
    const loading = new Image();
    loading.src = item.media_url;
    loading.decode().then(
      () => !isOver && setImage(loading),
      () => !isOver && setIsBroken(true),
    );
    return () => {
      isOver = true;
    };
  }, [item.media_url]);
  const source = useMemo(
    () => image && { source: image, width: item.width ?? 1, height: item.height ?? 1 },
    [image, item.width, item.height],
  );
  if (isBroken) {
    return (
      <p className={classes.broken} role="alert">
        <Trans>The image could not be loaded.</Trans>
      </p>
    );
  }
  if (!source) return null;
  return (
    <ImageCanvas
      editor={editor}
      image={source}
      commands={[]}
      labelTitle={labelTitle}
      aria-label={t`The image`}
    />
  );
}
