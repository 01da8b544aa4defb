import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { ExampleChange } from '@/components/example-change';
import { ExampleFigure } from '@/components/example-figure';
import { StatusBadge } from '@/components/status-badge';
import { VERDICT_WORDS } from '@/components/verdict-words';
import { readExample, type Examples, type NamedExample } from '@/lib/examples';
import { textDifference, type DiffBlock, type DiffLine } from '../text/difference';
import classes from './difference-view.module.css';

interface DifferenceViewProps {
  before: string;
  after: string;
  /** What the examples of each show. */
  examples: { before: Examples; after: Examples };
  isBeside?: boolean;
  /** All of it, also where nothing differs: a section beside another. */
  isWhole?: boolean;
}

const AROUND = 2;

/** What went and what came, word by word; long stretches without a change are folded. */
export function DifferenceView(props: DifferenceViewProps) {
  const { before, after, examples, isBeside = false, isWhole = false } = props;
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
          examples={examples}
          isBeside={isBeside}
          isWhole={isWhole}
          isFirst={index === 0}
          isLast={index === blocks.length - 1}
        />
      ))}
    </div>
  );
}

interface Shared {
  examples: DifferenceViewProps['examples'];
  isBeside: boolean;
}

function Block({
  block,
  isWhole,
  isFirst,
  isLast,
  ...shared
}: Shared & {
  block: DiffBlock;
  isWhole: boolean;
  isFirst: boolean;
  isLast: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const head = isFirst ? 0 : AROUND;
  const tail = isLast ? 0 : AROUND;
  const folded = block.lines.length - head - tail;
  const isFolded = !isWhole && block.kind === 'same' && folded > 2 && !isOpen;
  if (!isFolded) return <Lines lines={block.lines} {...shared} />;
  return (
    <>
      <Lines lines={block.lines.slice(0, head)} {...shared} />
      <button type="button" className={classes.fold} onClick={() => setIsOpen(true)}>
        <Plural value={folded} one="# line without a change" other="# lines without a change" />
      </button>
      <Lines lines={block.lines.slice(block.lines.length - tail)} {...shared} />
    </>
  );
}

function Lines({ lines, examples, isBeside }: Shared & { lines: readonly DiffLine[] }) {
  return lines.map((line, index) =>
    isBeside ? (
      <div key={index} className={classes.pair}>
        <Line line={line} without="added" />
        <Line line={line} without="removed" />
        <ShownExample line={line} side="before" examples={examples} />
        <ShownExample line={line} side="now" examples={examples} />
      </div>
    ) : (
      <div key={index} className={classes.row}>
        <Line line={line} />
        <ShownExample line={line} side="before" examples={examples} />
        <ShownExample line={line} side="now" examples={examples} />
      </div>
    ),
  );
}

/** The picture of an example that a changed line names: as it was, and as it is. */
function ShownExample({
  line,
  side,
  examples,
}: Pick<Shared, 'examples'> & { line: DiffLine; side: 'before' | 'now' }) {
  const isNow = side === 'now';
  const named = readExample(textOf(line, isNow ? 'removed' : 'added'));
  if (!named || line.kind === 'same') return null;
  const other = readExample(textOf(line, isNow ? 'added' : 'removed'));
  return (
    <div className={classes.example} data-side={side}>
      <ExampleFigure
        example={named}
        examples={isNow ? examples.after : examples.before}
        actions={<ExampleChange example={named} others={other ? [other] : []} side={side} />}
      />
    </div>
  );
}

/** An example that did not change, in a line as all that did not. */
function ExampleLine({ example }: { example: NamedExample }) {
  const { i18n } = useLingui();
  const { icon, title, tone } = VERDICT_WORDS[example.verdict];
  return (
    <p className={classes.line}>
      <StatusBadge tone={tone} icon={icon} isPlain>
        {i18n._(title)}
      </StatusBadge>{' '}
      {example.caption || example.key}
    </p>
  );
}

function textOf(line: DiffLine, without: 'added' | 'removed'): string {
  return line.pieces
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');
}

function Line({ line, without }: { line: DiffLine; without?: 'added' | 'removed' }) {
  const pieces = line.pieces.filter((piece) => piece.kind !== without);
  const text = pieces.map((piece) => piece.text).join('');
  const level = /^#{1,6}/.exec(text.trimStart())?.[0].length;
  if (pieces.length === 0) return <p className={classes.gap} />;
  const named = readExample(textOf(line, 'removed')) ?? readExample(textOf(line, 'added'));
  if (named) return line.kind === 'same' ? <ExampleLine example={named} /> : null;
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
