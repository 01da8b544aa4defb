import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef } from 'react';
import { showToast } from '@/lib/toasts';
import type { ImageEditor } from '../image-editor';
import { ImageCanvas } from '../react/image-canvas';
import { SpanText } from '../react/span-text';
import type { Refusal } from '../text/overlap';
import type { SpanEditor } from '../text/span-editor';
import { RegionPopover } from './region-popover';
import { useLabelTitle, useScreen } from './screen-context';
import { ReadingText } from './reading-text';
import classes from './stage.module.css';

interface StageProps {
  /** What a reader hears on arriving: "Item 4 of 20". */
  label: string;
  snapsToWords: boolean;
}

/** The item itself with all the room there is. */
export function Stage({ label, snapsToWords }: StageProps) {
  const screen = useScreen();
  const title = useLabelTitle();
  const root = useRef<HTMLDivElement>(null);
  const refusedWords = useRefusedWords();
  const { item, editor, commands } = screen;

  const handleImage = useCallback((image: ImageEditor) => screen.mounted.set({ image }), [screen]);
  const handleSpans = useCallback(
    (spans: SpanEditor) => {
      screen.mounted.set({ spans });
      spans.onRefused((reason) => refusedWords(reason));
    },
    [screen, refusedWords],
  );
  // A new item has the keys at once, unless somebody is in a dialog.
  useEffect(() => {
    const isElsewhere = document.querySelector('[role=dialog]') !== null;
    if (!isElsewhere) focusStage(root.current);
  }, [screen]);

  return (
    <div ref={root} className={classes.stage} data-kind={item.kind} data-stage>
      {item.kind === 'image' ? (
        <ImageCanvas
          editor={editor}
          image={item}
          commands={commands}
          labelTitle={title}
          onReady={handleImage}
          aria-label={label}
        />
      ) : screen.isReading ? (
        <ReadingText text={item.text} label={label} />
      ) : (
        <SpanText
          editor={editor}
          text={item.text}
          commands={commands}
          snapsToWords={snapsToWords}
          labelTitle={title}
          onReady={handleSpans}
          aria-label={label}
        />
      )}
      <RegionPopover />
    </div>
  );
}

/** Gives the keys back to the item. */
export function focusStage(within: ParentNode | null = document): void {
  within
    ?.querySelector<HTMLElement>(
      '[role=application], [role=textbox][aria-readonly], [data-reading]',
    )
    ?.focus({ preventScroll: true });
}

function useRefusedWords(): (reason: Refusal) => void {
  const { t } = useLingui();
  return useCallback(
    (reason) => {
      const words: Record<Refusal, string> = {
        empty: t`Select some text first.`,
        'no-label': t`Choose a label first.`,
        overlap: t`Spans of this field cannot overlap.`,
        duplicate: t`This span has this label already.`,
        locked: t`This span is locked.`,
      };
      showToast({ message: words[reason], tone: 'warn' });
    },
    [t],
  );
}
