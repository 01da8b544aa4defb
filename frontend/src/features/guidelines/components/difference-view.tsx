import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { textDifference, type DiffBlock, type DiffLine } from '../text/difference';
import classes from './difference-view.module.css';

interface DifferenceViewProps {
  before: string;
  after: string;
  isBeside?: boolean;
  /** All of it, also where nothing differs: a section beside another. */
  isWhole?: boolean;
}

const AROUND = 2;

/** What went and what came, word by word; long stretches without a change are folded. */
export function DifferenceView(props: DifferenceViewProps) {
  const { before, after, isBeside = false, isWhole = false } = props;
  const { i18n } = useLingui();
  const blocks = useMemo(
    () => textDifference(before, after, i18n.locale),
    [before, after, i18n.locale],
  );
  if (!isWhole && blocks.every((block) => block.kind === 'same')) {
    return (
      <p className={classes.none}>
        <Trans>Both say the same.</Trans>
      </p>
    );
  }
  return (
    <div className={classes.difference} data-beside={isBeside || undefined}>
      {blocks.map((block, index) => (
        <Block
          key={index}
          block={block}
          isBeside={isBeside}
          isWhole={isWhole}
          isFirst={index === 0}
          isLast={index === blocks.length - 1}
        />
      ))}
    </div>
  );
}

function Block({
  block,
  isBeside,
  isWhole,
  isFirst,
  isLast,
}: {
  block: DiffBlock;
  isBeside: boolean;
  isWhole: boolean;
  isFirst: boolean;
  isLast: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const head = isFirst ? 0 : AROUND;
  const tail = isLast ? 0 : AROUND;
  const folded = block.lines.length - head - tail;
  const isFolded = !isWhole && block.kind === 'same' && folded > 2 && !isOpen;
  if (!isFolded) return <Lines lines={block.lines} isBeside={isBeside} />;
  return (
    <>
      <Lines lines={block.lines.slice(0, head)} isBeside={isBeside} />
      <button type="button" className={classes.fold} onClick={() => setIsOpen(true)}>
        <Plural value={folded} one="# line without a change" other="# lines without a change" />
      </button>
      <Lines lines={block.lines.slice(block.lines.length - tail)} isBeside={isBeside} />
    </>
  );
}

function Lines({ lines, isBeside }: { lines: readonly DiffLine[]; isBeside: boolean }) {
  return lines.map((line, index) =>
    isBeside ? (
      <div key={index} className={classes.pair}>
        <Line line={line} without="added" />
        <Line line={line} without="removed" />
      </div>
    ) : (
      <Line key={index} line={line} />
    ),
  );
}

function Line({ line, without }: { line: DiffLine; without?: 'added' | 'removed' }) {
  const pieces = line.pieces.filter((piece) => piece.kind !== without);
  const text = pieces.map((piece) => piece.text).join('');
  const level = /^#{1,6}/.exec(text.trimStart())?.[0].length;
  if (pieces.length === 0) return <p className={classes.gap} />;
  return (
    <p className={classes.line} data-kind={line.kind} data-level={level}>
      {pieces.map((piece, index) =>
        piece.kind === 'same' ? (
          <span key={index}>{shown(piece.text)}</span>
        ) : piece.kind === 'added' ? (
          <ins key={index}>{shown(piece.text)}</ins>
        ) : (
          <del key={index}>{shown(piece.text)}</del>
        ),
      )}
    </p>
  );
}

/** Section keys are for machines. */
function shown(text: string): string {
  return text.replace(/\s*\{#[a-z][a-z0-9_-]*\}\s*$/, '').replace(/^#{1,6} /, '');
}
