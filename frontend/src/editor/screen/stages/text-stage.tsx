import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useCallback } from 'react';
import { showToast } from '@/lib/toasts';
import { SpanText } from '../../react/span-text';
import type { Refusal } from '../../text/overlap';
import type { SpanEditor } from '../../text/span-editor';
import { ReadingText } from '../reading-text';
import { useLabelTitle, useScreen } from '../screen-context';
import type { StageProps } from './stages';

/** Fetched with the first schema that has relations. */
const RelationLayer = lazy(() => import('../relations/relation-layer'));
const RelationBar = lazy(() => import('../relations/relation-bar'));

/** A text with its spans, or one that is read and judged as a whole. */
export default function TextStage({ label, snapsToWords }: StageProps) {
  const screen = useScreen();
  const title = useLabelTitle();
  const refusedWords = useRefusedWords();
  const handleReady = useCallback(
    (spans: SpanEditor) => {
      screen.mounted.set({ ...screen.mounted.get(), spans });
      spans.onRefused((reason) => refusedWords(reason));
    },
    [screen, refusedWords],
  );
  if (screen.item.kind !== 'text') return null;
  if (screen.isReading) return <ReadingText text={screen.item.text} label={label} />;
  const { hasRelations } = screen;
  return (
    <>
      <SpanText
        editor={screen.editor}
        text={screen.item.text}
        commands={screen.commands}
        snapsToWords={snapsToWords}
        labelTitle={title}
        onReady={handleReady}
        overlay={hasRelations ? drawRelations : undefined}
        aria-label={label}
      />
      {hasRelations && (
        <Suspense fallback={null}>
          <RelationBar />
        </Suspense>
      )}
    </>
  );
}

const drawRelations = (root: HTMLElement, spans: SpanEditor) => (
  <Suspense fallback={null}>
    <RelationLayer root={root} spans={spans} />
  </Suspense>
);

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
