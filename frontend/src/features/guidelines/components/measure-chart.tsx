import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ChangeKind } from '@/components/change-kinds';
import { formatPercent } from '@/lib/format';
import { KindMark } from './kind-mark';
import classes from './measure-chart.module.css';
import { topOf, type Share } from './measures';

export interface ChartPoint {
  key: string;
  name: string;
  kind: ChangeKind | null;
  share: Share | null;
  /** The share and how surely, in words. */
  words: string;
}

interface MeasureChartProps {
  title: string;
  note: string;
  points: readonly ChartPoint[];
  /** Agreement is of all there is; errors are few, so their axis ends sooner. */
  isWhole?: boolean;
}

const HEIGHT = 132;
const TOP = 8;
const BOTTOM = HEIGHT - 8;

/** One measure, version by version, with how surely it is known. The table below it tells the same to who can't see it. */
export function MeasureChart({ title, note, points, isWhole = false }: MeasureChartProps) {
  const { i18n } = useLingui();
  const [hovered, setHovered] = useState<number | null>(null);
  const top = isWhole ? 1 : topOf(points.map(({ share }) => share));
  const newest = points.findLastIndex(({ share }) => share !== null);
  const shown = points[hovered ?? newest];
  const x = (index: number) => `${((index + 0.5) / points.length) * 100}%`;
  const y = (rate: number) => BOTTOM - (Math.min(rate, top) / top) * (BOTTOM - TOP);
  return (
    <figure className={classes.figure} aria-hidden="true">
      <figcaption className={classes.caption}>
        <span className={classes.title}>{title}</span>
        <span className={classes.note}>{note}</span>
        <span className={classes.shown}>
          {shown && (
            <>
              <strong>{shown.name}</strong> {shown.words}
            </>
          )}
        </span>
      </figcaption>
      <div className={classes.plot}>
        <div className={classes.scale} style={{ height: HEIGHT }}>
          {[top, top / 2, 0].map((rate) => (
            <span key={rate} style={{ top: y(rate) }}>
              {formatPercent(rate, i18n.locale)}
            </span>
          ))}
        </div>
        <div className={classes.wide}>
          <div className={classes.columns} style={{ minWidth: `${points.length * 2.75}rem` }}>
            <svg className={classes.svg} height={HEIGHT} onMouseLeave={() => setHovered(null)}>
              {[top, top / 2, 0].map((rate) => (
                <line
                  key={rate}
                  className={classes.grid}
                  x1="0"
                  x2="100%"
                  y1={y(rate)}
                  y2={y(rate)}
                />
              ))}
              {points.map(({ key, kind }, index) =>
                kind === 'rule_change' && index > 0 ? (
                  <line
                    key={key}
                    className={classes.change}
                    x1={`${(index / points.length) * 100}%`}
                    x2={`${(index / points.length) * 100}%`}
                    y1={0}
                    y2={HEIGHT}
                  />
                ) : null,
              )}
              {steps(points).map(([from, to]) => (
                <line
                  key={`${from} ${to}`}
                  className={classes.step}
                  x1={x(from)}
                  y1={y(points[from]?.share?.rate ?? 0)}
                  x2={x(to)}
                  y2={y(points[to]?.share?.rate ?? 0)}
                />
              ))}
              {points.map(({ key, share }, index) => (
                <g key={key} onMouseEnter={() => setHovered(index)}>
                  <rect
                    className={classes.room}
                    data-on={index === hovered || undefined}
                    x={`${(index / points.length) * 100}%`}
                    y={0}
                    width={`${100 / points.length}%`}
                    height={HEIGHT}
                  />
                  {share && (
                    <>
                      <line
                        className={classes.interval}
                        data-few={!share.isEnough || undefined}
                        x1={x(index)}
                        x2={x(index)}
                        y1={y(share.low)}
                        y2={y(share.high)}
                      />
                      <circle
                        className={classes.point}
                        data-few={!share.isEnough || undefined}
                        cx={x(index)}
                        cy={y(share.rate)}
                        r={4.5}
                      />
                    </>
                  )}
                </g>
              ))}
            </svg>
            <ol className={classes.axis}>
              {points.map(({ key, name, kind }, index) => (
                <li key={key} data-on={index === hovered || undefined}>
                  <KindMark kind={kind} />
                  {name}
                </li>
              ))}
            </ol>
          </div>
        </div>
      </div>
    </figure>
  );
}

/** From which point to which a line is drawn: only between those that say something. */
function steps(points: readonly ChartPoint[]): [number, number][] {
  const known = points.flatMap(({ share }, index) => (share?.isEnough ? [index] : []));
  return known.slice(1).map((to, place) => [known[place] ?? to, to]);
}
