import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { formatDate, formatNumber } from '@/lib/format';
import classes from './day-chart.module.css';

export interface DayValue {
  /** `2026-11-21` */
  date: string;
  value: number;
}

interface DayChartProps {
  /** What is counted: "Submitted". */
  label: string;
  days: readonly DayValue[];
}

const HEIGHT = 72;
const STEP = 20;

/** One bar a day. Hovering tells the day; the table behind it tells all of them to who can't see bars. */
export function DayChart({ label, days }: DayChartProps) {
  const { i18n } = useLingui();
  const [hovered, setHovered] = useState<number | null>(null);
  const most = Math.max(1, ...days.map((day) => day.value));
  const shown = days[hovered ?? days.length - 1];
  const dayName = (date: string) =>
    formatDate(`${date}T00:00:00Z`, i18n.locale, {
      month: 'short',
      day: 'numeric',
      timeZone: 'UTC',
    });
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span>{label}</span>
        {shown && (
          <span className={classes.shown}>
            {dayName(shown.date)} <strong>{formatNumber(shown.value, i18n.locale)}</strong>
          </span>
        )}
      </figcaption>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onMouseLeave={() => setHovered(null)}
      >
        {days.map((day, index) => {
          const height = day.value === 0 ? 1 : Math.max(3, (day.value / most) * (HEIGHT - 4));
          return (
            <g key={day.date} onMouseEnter={() => setHovered(index)}>
              <rect className={classes.room} x={index * STEP} y={0} width={STEP} height={HEIGHT} />
              <rect
                className={classes.bar}
                data-on={index === hovered || undefined}
                data-none={day.value === 0 || undefined}
                x={index * STEP + 2}
                y={HEIGHT - height}
                width={STEP - 4}
                height={height}
              />
            </g>
          );
        })}
      </svg>
      <table className={classes.table}>
        <caption>{label}</caption>
        <tbody>
          {days.map((day) => (
            <tr key={day.date}>
              <th scope="row">{dayName(day.date)}</th>
              <td>{day.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.axis} aria-hidden="true">
        <span>{days[0] && dayName(days[0].date)}</span>
        <span>{days.at(-1) && dayName(days.at(-1)?.date ?? '')}</span>
      </div>
    </figure>
  );
}
