import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { Tone } from '@/lib/toasts';
import { formatDuration, formatPercent } from '@/lib/format';
import classes from './progress-bar.module.css';
import tones from './tone.module.css';

interface ProgressBarProps {
  done: number;
  /** Null while nobody knows yet. */
  total: number | null;
  secondsLeft?: number | null;
  /** What progresses, for screen readers and above the bar. */
  label: string;
  tone?: Tone | 'accent';
  /** Only the line itself. */
  isBare?: boolean;
}

/** Share and time left over a thin line. */
export function ProgressBar(props: ProgressBarProps) {
  const { done, total, secondsLeft, label, tone = 'accent', isBare = false } = props;
  const { i18n } = useLingui();
  const timeLeft = secondsLeft ? formatDuration(secondsLeft, i18n.locale) : null;
  const share = total ? Math.min(1, done / total) : total === 0 ? 1 : null;
  return (
    <div className={`${tones.tone} ${classes.progress}`} data-tone={tone}>
      {!isBare && (
        <div className={classes.words}>
          <span className={classes.label}>{label}</span>
          <span className={classes.share}>
            {share !== null && formatPercent(share, i18n.locale)}
            {timeLeft !== null && (
              <span className={classes.left}>
                <Trans>{timeLeft} left</Trans>
              </span>
            )}
          </span>
        </div>
      )}
      <div
        className={classes.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <div
          className={classes.fill}
          data-unknown={share === null || undefined}
          style={share === null ? undefined : { transform: `scaleX(${share})` }}
        />
      </div>
    </div>
  );
}
