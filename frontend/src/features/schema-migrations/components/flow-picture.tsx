import { useElementSize } from '@mantine/hooks';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMemo, type KeyboardEvent } from 'react';
import { formatNumber } from '@/lib/format';
import type { SchemaDocument } from '@/lib/schema-document';
import {
  bandPath,
  DROPPED,
  flowId,
  flowsInMotion,
  layoutFlows,
  WAITS,
  type Flow,
  type FlowBand,
  type FlowNode,
} from '../model/flow-layout';
import { rowsOfFlow, type Row } from '../model/outcome';
import classes from './flow-picture.module.css';
import type { Names } from '@/lib/schema-names';

interface FlowPictureProps {
  flows: readonly Flow[];
  rows: readonly Row[];
  before: SchemaDocument | null;
  after: SchemaDocument | null;
  names: Names;
  /** The id of the flow whose samples are shown. */
  chosen: string | null;
  onChoose: (flow: Flow | null) => void;
}

const BAR = 8; // pixels, of the block at each end
const WORDS = 0.24; // share of the width for the names at each side
const MOST_WORDS = 150; // pixels

/** Old labels at the left, new ones at the right, and how many go which way. A band is a door to its samples. */
export function FlowPicture(props: FlowPictureProps) {
  const { flows, rows, before, after, names, chosen, onChoose } = props;
  const { t, i18n } = useLingui();
  const { ref, width } = useElementSize();
  const moving = useMemo(() => flowsInMotion(flows), [flows]);
  const layout = useMemo(
    () =>
      layoutFlows(
        moving,
        (field) => keysOf(before, field),
        (field) => keysOf(after, field),
      ),
    [moving, before, after],
  );
  const still = flows.length - moving.length;
  if (layout.bands.length === 0) return null;
  const margin = Math.min(MOST_WORDS, width * WORDS);
  const inner = Math.max(0, width - 2 * margin - 2 * BAR);
  const title = (field: string, key: string) => {
    if (key === WAITS) return t`needs a person`;
    return key === DROPPED ? t`would be lost` : names.label(field, key);
  };
  const count = (parts: number) => formatNumber(parts, i18n.locale);

  return (
    <section>
      <h2 className={classes.title}>
        <Trans>From old labels to new ones</Trans>
      </h2>
      <div ref={ref} className={classes.frame}>
        {width > 0 && (
          <svg
            className={classes.picture}
            width={width}
            height={layout.height}
            role="group"
            aria-label={t`Flows from old labels to new ones`}
          >
            <g transform={`translate(${margin + BAR} 0)`}>
              {layout.bands.map((band) => {
                const { old, new: now, parts, field } = band.flow;
                const words = `${title(field, old)} → ${title(field, now)}: ${count(parts)}`;
                return (
                  <Band
                    key={flowId(band.flow)}
                    band={band}
                    width={inner}
                    words={words}
                    colour={names.colour(field, old)}
                    isDoor={rowsOfFlow(band.flow, rows).length > 0}
                    isChosen={flowId(band.flow) === chosen}
                    isDim={chosen !== null && flowId(band.flow) !== chosen}
                    onChoose={onChoose}
                  />
                );
              })}
            </g>
            {layout.left.map((node) => (
              <NodeBlock
                key={node.id}
                node={node}
                x={margin}
                side="left"
                room={margin - 10}
                title={title(node.field, node.key)}
                count={count(node.parts)}
                colour={names.colour(node.field, node.key)}
              />
            ))}
            {layout.right.map((node) => (
              <NodeBlock
                key={node.id}
                node={node}
                x={margin + BAR + inner}
                side="right"
                room={margin - 10}
                title={title(node.field, node.key)}
                count={count(node.parts)}
                colour={names.colour(node.field, node.key)}
              />
            ))}
          </svg>
        )}
        {still > 0 && (
          <p className={classes.still}>
            <Plural
              value={still}
              one="One other label stays as it is."
              other="# other labels stay as they are."
            />
          </p>
        )}
      </div>
    </section>
  );
}

function keysOf(document: SchemaDocument | null, field: string): string[] {
  const found = document?.fields.find(({ key }) => key === field);
  return [...(found?.labels ?? []), ...(found?.options ?? [])].map(({ key }) => key);
}

interface BandProps {
  band: FlowBand;
  width: number;
  words: string;
  colour: string;
  /** Whether there are samples behind it; what stays as it is has none. */
  isDoor: boolean;
  isChosen: boolean;
  isDim: boolean;
  onChoose: (flow: Flow | null) => void;
}

function Band({ band, width, words, colour, isDoor, isChosen, isDim, onChoose }: BandProps) {
  const outline = bandPath(band, width);
  const end = band.flow.new === WAITS ? 'waits' : band.flow.new === DROPPED ? 'dropped' : 'goes';
  const look = {
    className: classes.band,
    d: outline,
    fill: colour,
    'data-end': end,
    'data-dim': isDim || undefined,
    'data-chosen': isChosen || undefined,
  };
  if (!isDoor) {
    return (
      <path {...look} role="img" aria-label={words} data-still>
        <title>{words}</title>
      </path>
    );
  }
  const handleChoose = () => onChoose(isChosen ? null : band.flow);
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    handleChoose();
  };
  return (
    <g
      className={classes.door}
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={words}
      onClick={handleChoose}
      onKeyDown={handleKey}
    >
      <title>{words}</title>
      <path {...look} />
      {/* a thin band is still something to point at */}
      <path
        className={classes.reach}
        d={bandPath({ ...band, thickness: band.thickness + 8 }, width)}
      />
    </g>
  );
}

interface NodeBlockProps {
  node: FlowNode;
  x: number;
  side: 'left' | 'right';
  room: number;
  title: string;
  count: string;
  colour: string;
}

function NodeBlock({ node, x, side, room, title, count, colour }: NodeBlockProps) {
  const isEnd = node.key === WAITS ? 'waits' : node.key === DROPPED ? 'dropped' : undefined;
  const at = side === 'left' ? x - 8 : x + BAR + 8;
  const anchor = side === 'left' ? 'end' : 'start';
  const middle = node.y + node.height / 2;
  return (
    <g className={classes.node} data-end={isEnd}>
      <title>{`${title}: ${count}`}</title>
      <rect
        className={classes.block}
        x={x}
        y={node.y}
        width={BAR}
        height={node.height}
        rx={2}
        fill={colour}
      />
      <text className={classes.name} x={at} y={middle - 2} textAnchor={anchor}>
        {fitting(title, room)}
      </text>
      <text className={classes.count} x={at} y={middle + 13} textAnchor={anchor}>
        {count}
      </text>
    </g>
  );
}

const WIDE = /[\u1100-\uffdc]/; // Hangul, kana and ideographs are twice as wide

/** As much of a name as has room; all of it is in the title. */
function fitting(title: string, room: number): string {
  let left = room;
  for (let at = 0; at < title.length; at += 1) {
    left -= WIDE.test(title[at] ?? '') ? 13 : 7.2;
    if (left < 0) return `${title.slice(0, Math.max(1, at - 1)).trimEnd()}…`;
  }
  return title;
}
