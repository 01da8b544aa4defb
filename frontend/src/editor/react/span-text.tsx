import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Command } from '../commands/command';
import type { Editor } from '../core/editor';
import { isHidden, type EditorState } from '../core/state';
import type { LabelTitle } from '../render/active-layer';
import type { Block } from '../text/blocks';
import { blockOf } from '../text/blocks';
import type { Mark } from '../text/runs';
import { SpanEditor } from '../text/span-editor';
import { bindKeyboard } from './keyboard-events';
import styles from './span-text.module.css';
import { TextLine } from './text-line';
import { bindText } from './text-view';
import { useEditor } from './use-editor';

export interface SpanTextProps {
  readonly editor: Editor;
  readonly text: string;
  readonly commands: readonly Command[];
  /** The text's language, for its words. */
  readonly locale?: string;
  readonly snapsToWords?: boolean;
  /** Make a span as soon as the mouse lets go, with the current label (default); else wait for Enter or a label key. */
  readonly createsOnRelease?: boolean;
  readonly labelTitle?: LabelTitle;
  readonly onReady?: (spans: SpanEditor) => void;
  /** What is drawn over the text and scrolls with it. */
  readonly overlay?: (root: HTMLElement, spans: SpanEditor) => ReactNode;
  readonly 'aria-label': string;
  readonly 'aria-describedby'?: string;
}

/** Lines, and UTF-16 units in them, up to which all are rendered: the browser's own search then finds everything. */
const WHOLE_LINES = 200;
const WHOLE_TEXT = 60_000;
const ROW_HEIGHT = 36;
/** Roughly, at the reading width; letters of East Asia take twice the room. */
const LETTERS_IN_ROW = 72;

const documentOf = (state: EditorState) => state.document.regions;
const selectionOf = (state: EditorState) => state.selection;
const hiddenOf = (state: EditorState) => state.hidden;
const hiddenLabelsOf = (state: EditorState) => state.hiddenLabels;

/** A text with its spans underlined in their labels' colours; selecting makes spans, by mouse and by keyboard. */
export function SpanText({
  editor,
  text,
  commands,
  locale,
  snapsToWords,
  createsOnRelease,
  labelTitle,
  onReady,
  overlay,
  ...aria
}: SpanTextProps) {
  // State, not a ref: the virtual lines can only measure once it is there, and must hear of it.
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const caret = useRef<HTMLDivElement>(null);
  const scroller = useRef<Scroller>(() => {});
  const setScroller = useCallback((scroll: Scroller) => {
    scroller.current = scroll;
  }, []);
  const spans = useMemo(() => new SpanEditor(editor, text, { locale }), [editor, text, locale]);
  const latest = useRef({ commands, onReady, createsOnRelease });
  useEffect(() => {
    latest.current = { commands, onReady, createsOnRelease };
  });
  useEffect(() => spans.snapToWords(snapsToWords ?? false), [spans, snapsToWords]);

  useEffect(() => {
    if (!root || !caret.current) return;
    const cleanups = [
      bindKeyboard(root, { editor, spans }, () => latest.current.commands),
      bindText({
        root,
        caret: caret.current,
        spans,
        scrollToBlock: (index) => scroller.current(index),
        createsOnRelease: () => latest.current.createsOnRelease ?? true,
      }),
    ];
    latest.current.onReady?.(spans);
    return () => {
      for (const cleanup of cleanups) cleanup();
    };
  }, [editor, spans, root]);

  const marks = useMarks(editor, spans);
  const selected = useEditor(editor, selectionOf);
  const colourOf = useCallback<LabelTitle>(
    (field, label) => editor.schema.colour(field, label),
    [editor],
  );
  const nameOf = useCallback<LabelTitle>(
    (field, label) => editor.schema.label(field, label)?.name ?? label,
    [editor],
  );
  const renderLine = (block: Block) => {
    const blockMarks = marks.get(block.index);
    return (
      <TextLine
        key={block.index}
        block={block}
        marks={blockMarks}
        points={spans.points}
        // Lines without spans do not care what is selected: with the same empty list they are not rendered again.
        selected={blockMarks ? selected : NOTHING}
        colourOf={colourOf}
        labelTitle={labelTitle ?? nameOf}
      />
    );
  };
  const isLong = spans.blocks.length > WHOLE_LINES || spans.text.length > WHOLE_TEXT;
  const Lines = isLong ? VirtualLines : AllLines;
  return (
    <div
      ref={setRoot}
      className={styles.text}
      role="textbox"
      aria-multiline
      aria-readonly
      tabIndex={0}
      {...aria}
    >
      <div className={styles.column} lang={locale} data-column>
        <Lines root={root} spans={spans} setScroller={setScroller} renderLine={renderLine} />
      </div>
      <div ref={caret} className={styles.caret} aria-hidden />
      {root && overlay?.(root, spans)}
    </div>
  );
}

const NOTHING: readonly string[] = [];

function useMarks(editor: Editor, spans: SpanEditor): ReadonlyMap<number, readonly Mark[]> {
  const regions = useEditor(editor, documentOf);
  const hidden = useEditor(editor, hiddenOf);
  const hiddenLabels = useEditor(editor, hiddenLabelsOf);
  return useMemo(() => {
    const state = { ...editor.getState(), hidden, hiddenLabels };
    const visible = regions.filter((region) => !isHidden(state, region));
    return spans.marksOf(visible);
  }, [editor, spans, regions, hidden, hiddenLabels]);
}

type Scroller = (index: number) => void;

interface LinesProps {
  readonly root: HTMLDivElement | null;
  readonly spans: SpanEditor;
  readonly setScroller: (scroll: Scroller) => void;
  readonly renderLine: (block: Block) => ReactNode;
}

function AllLines({ root, spans, setScroller, renderLine }: LinesProps) {
  useEffect(() => {
    setScroller((index) =>
      root?.querySelector(`[data-block="${index}"]`)?.scrollIntoView({ block: 'center' }),
    );
  }, [root, setScroller]);
  return spans.blocks.map(renderLine);
}

/** What a line will be high, before it is laid out: near enough that the page does not jump when it is. */
function estimatedHeight(block: Block | undefined): number {
  const text = block?.text ?? '';
  const isWide = text.charCodeAt(0) > 0x1100;
  return ROW_HEIGHT * Math.max(1, Math.ceil((text.length * (isWide ? 2 : 1)) / LETTERS_IN_ROW));
}

function VirtualLines({ root, spans, setScroller, renderLine }: LinesProps) {
  // Its functions are only called here and in an effect, never handed to a memoised component.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: spans.blocks.length,
    getScrollElement: () => root,
    estimateSize: (index) => estimatedHeight(spans.blocks[index]),
    overscan: 12,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(startIndex - overscan, 0);
      const last = Math.min(endIndex + overscan, count - 1);
      const shown = new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));
      // The browser's selection needs both its ends in the page, however far one scrolls while selecting.
      const { anchor, head } = spans.selection;
      for (const offset of [anchor, head]) shown.add(blockOf(spans.blocks, offset)?.index ?? 0);
      return [...shown].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    setScroller((index) => virtualizer.scrollToIndex(index, { align: 'center' }));
  }, [setScroller, virtualizer]);
  return (
    <div className={styles.virtual} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const block = spans.blocks[item.index];
        return block ? (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            className={styles.virtualLine}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {renderLine(block)}
          </div>
        ) : null;
      })}
    </div>
  );
}
