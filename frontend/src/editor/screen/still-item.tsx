import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, type WheelEvent } from 'react';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import { Editor } from '../core/editor';
import type { AnnotationValue } from '../core/value';
import type { ImageEditor } from '../image-editor';
import { ImageCanvas } from '../react/image-canvas';
import { SpanText } from '../react/span-text';
import { answerWords } from './mini-view';
import type { ScreenItem } from './screen-item';
import classes from './still-item.module.css';

/** Fetched with the first sound. */
export const StillAudio = lazy(async () => (await import('../audio/with-words')).stillAudio());

interface StillItemProps {
  /** As `useReadyItem` gives it, so that several views of one item share it. */
  item: ScreenItem | null;
  schema: SchemaDocument;
  value: AnnotationValue | null;
  label: string;
  /** Regions that are picked out; the others step back. */
  marked?: readonly string[];
  /** A part of the page's text, not its subject. */
  isSmall?: boolean;
  onReady?: (image: ImageEditor) => void;
}

const NOTHING: readonly string[] = [];

/** An item as it is drawn while labelling, to be looked at only. */
export function StillItem({
  item,
  schema,
  value,
  label,
  marked = NOTHING,
  isSmall = false,
  onReady,
}: StillItemProps) {
  const { i18n } = useLingui();
  const { locale } = i18n;
  const stage = useRef<HTMLDivElement>(null);
  const editor = useMemo(() => {
    const made = new Editor({ schema, value, isReadOnly: true });
    made.select(marked);
    if (marked.length > 0) made.setOthers('dim');
    return made;
  }, [schema, value, marked]);
  const labelTitle = useCallback(
    (field: string, key: string) => {
      const found = editor.schema.label(field, key);
      return found ? titleOf(found, locale) : key;
    },
    [editor, locale],
  );
  useEffect(() => {
    const found = stage.current?.querySelector('[data-selected]');
    if (stage.current && found instanceof HTMLElement) {
      stage.current.scrollTop = Math.max(0, found.offsetTop - 40);
    }
  }, [editor]);
  const shared = { editor, commands: [], labelTitle, 'aria-label': label };
  return (
    <div
      ref={stage}
      className={classes.stage}
      data-kind={item?.kind}
      data-small={isSmall || undefined}
    >
      {item === null ? (
        <Skeleton height="100%" />
      ) : item.kind === 'broken' ? (
        <p className={classes.broken} role="alert">
          <Trans>The image could not be loaded.</Trans>
        </p>
      ) : item.kind === 'text' ? (
        <SpanText text={item.text} {...shared} />
      ) : item.kind === 'audio' ? (
        <Suspense fallback={<Skeleton height="100%" />}>
          <StillAudio sound={item} editor={editor} labelTitle={labelTitle} aria-label={label} />
        </Suspense>
      ) : (
        <ImageCanvas image={item} {...(onReady && { onReady })} {...shared} />
      )}
    </div>
  );
}

/** What is answered about the item as a whole, in words. */
export function StillAnswers({
  schema,
  value,
}: {
  schema: SchemaDocument;
  value: AnnotationValue | null;
}) {
  const { i18n } = useLingui();
  const { locale } = i18n;
  const answered = schema.fields.flatMap((field) => {
    const answer = value?.[field.key];
    const words = answer ? answerWords(schema, field.key, answer, locale) : '';
    return words ? [{ field, words }] : [];
  });
  if (answered.length === 0) return null;
  return (
    <dl className={classes.answers}>
      {answered.map(({ field, words }) => (
        <div key={field.key}>
          <dt>{titleOf(field, locale)}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * For `onWheelCapture` around stills: the wheel scrolls the page, as everywhere on it; with Ctrl or ⌘ it zooms, as it does while
 * labelling.
 */
export function leaveWheelToPage(event: WheelEvent): void {
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
}
