import { memo, type CSSProperties } from 'react';
import type { LabelTitle } from '../render/active-layer';
import { textOn } from '../render/theme';
import type { Block } from '../text/blocks';
import type { CodePoints } from '../text/code-points';
import { runsOf, type Mark, type Run } from '../text/runs';
import styles from './span-text.module.css';

interface TextLineProps {
  readonly block: Block;
  readonly marks: readonly Mark[] | undefined;
  readonly points: CodePoints;
  readonly selected: readonly string[];
  readonly colourOf: LabelTitle;
  readonly labelTitle: LabelTitle;
}

const LANE = 5;
const THICKNESS = 2.5;

/** React knows no custom properties; they are computed geometry and the schema's own colours. */
type Style = CSSProperties & Record<`--${string}`, string | number>;

/** One line of the text in runs, with the underlines of its spans stacked in lanes and a tag where each ends. */
export const TextLine = memo(function TextLine({
  block,
  marks,
  points,
  selected,
  colourOf,
  labelTitle,
}: TextLineProps) {
  const lanes = 1 + Math.max(-1, ...(marks ?? []).map((mark) => mark.lane));
  const style: Style = { '--lanes': lanes };
  return (
    <div className={styles.line} dir={block.direction} data-block={block.index} style={style}>
      {runsOf(block, marks, points).map((run) => (
        <Stretch
          key={run.utf16}
          run={run}
          selected={selected}
          colourOf={colourOf}
          labelTitle={labelTitle}
        />
      ))}
    </div>
  );
});

interface StretchProps extends Pick<TextLineProps, 'selected' | 'colourOf' | 'labelTitle'> {
  readonly run: Run;
}

function Stretch({ run, selected, colourOf, labelTitle }: StretchProps) {
  const isSelected = run.marks.some((mark) => selected.includes(mark.region.id));
  return (
    <>
      <span
        className={run.marks.length ? styles.marked : undefined}
        data-selected={isSelected || undefined}
        data-utf16={run.utf16}
        style={run.marks.length ? underlines(run.marks, selected, colourOf) : undefined}
      >
        {run.text}
      </span>
      {run.ending.map(({ region }) => {
        const colour = colourOf(region.field, region.label);
        const style: Style = { '--tag': colour, '--tag-text': textOn(colour) };
        // Its words come from CSS: they are no part of the text that is selected, copied or counted.
        return (
          <i
            key={region.id}
            aria-hidden
            className={styles.tag}
            data-tag={labelTitle(region.field, region.label)}
            style={style}
          />
        );
      })}
    </>
  );
}

function underlines(
  marks: readonly Mark[],
  selected: readonly string[],
  colourOf: LabelTitle,
): Style {
  const solid = (colour: string) => `linear-gradient(${colour}, ${colour})`;
  const dashed = (colour: string) =>
    `repeating-linear-gradient(90deg, ${colour} 0 5px, transparent 5px 9px)`;
  const colours = marks.map(({ region }) => colourOf(region.field, region.label));
  const isSelected = (mark: Mark) => selected.includes(mark.region.id);
  const tint = marks.findIndex(isSelected);
  const depth = 1 + Math.max(...marks.map((mark) => mark.lane));
  return {
    '--tint': colours[Math.max(tint, 0)] ?? 'transparent',
    '--depth': depth,
    backgroundImage: marks
      .map(({ region }, at) => (region.predicted === undefined ? solid : dashed)(colours[at] ?? ''))
      .join(', '),
    backgroundSize: marks
      .map((mark) => `100% ${isSelected(mark) ? THICKNESS + 1 : THICKNESS}px`)
      .join(', '),
    backgroundPosition: marks
      .map((mark) => `0 calc(100% - ${(depth - 1 - mark.lane) * LANE}px)`)
      .join(', '),
  };
}
