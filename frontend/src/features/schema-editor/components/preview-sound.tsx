import { useLingui } from '@lingui/react/macro';
import { colourOf, titleOf } from '@/lib/schema-document';
import type { LabelInBar } from './preview-pane';
import classes from './preview-sound.module.css';

interface PreviewSoundProps {
  labels: readonly LabelInBar[];
  active: LabelInBar | undefined;
  locale: string;
}

const WIDTH = 640;
const HEIGHT = 240;
const BARS = 128;
const SEGMENTS = [
  [40, 180],
  [205, 330],
  [360, 470],
  [495, 610],
] as const;

/** A drawn waveform with the labels as segments on it. */
export function PreviewSound({ labels, active, locale }: PreviewSoundProps) {
  const { t } = useLingui();
  return (
    <svg
      className={classes.sound}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t`Example of the annotation screen`}
    >
      {Array.from({ length: BARS }, (_, bar) => {
        const height = heightOf(bar);
        return (
          <rect
            key={bar}
            className={classes.wave}
            x={bar * 5}
            y={(HEIGHT - height) / 2}
            width={3}
            height={height}
          />
        );
      })}
      {SEGMENTS.map(([start, end], index) => {
        const each = labels[index % Math.max(1, labels.length)];
        if (!each) return null;
        const colour = colourOf(each.label);
        return (
          <g key={start} opacity={active && each !== active ? 0.55 : 1}>
            <rect x={start} y={30} width={end - start} height={180} fill={colour} opacity={0.18} />
            <rect x={start} y={30} width={end - start} height={24} fill={colour} />
            <text className={classes.tag} x={start + 8} y={47} lang={locale}>
              {titleOf(each.label, locale)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Swells and falls as speech does; the same every time. */
function heightOf(bar: number): number {
  const swell = Math.abs(Math.sin(bar / 9) * Math.sin(bar / 3.7 + 1));
  return 6 + 110 * swell * (0.6 + 0.4 * Math.abs(Math.sin(bar * 2.1)));
}
