const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

function cached<T>(cache: Map<string, T>, key: string, make: () => T): T {
  let value = cache.get(key);
  if (!value) cache.set(key, (value = make()));
  return value;
}

export function formatNumber(
  value: number,
  locale: string,
  options: Intl.NumberFormatOptions = {},
): string {
  const key = locale + JSON.stringify(options);
  return cached(numbers, key, () => new Intl.NumberFormat(locale, options)).format(value);
}

/** `share` is 0…1. Never says 100 % before it is done, nor 0 % once it has begun. */
export function formatPercent(share: number, locale: string): string {
  const shown = share >= 1 ? 1 : share <= 0 ? 0 : Math.min(0.99, Math.max(0.01, share));
  return formatNumber(shown, locale, { style: 'percent', maximumFractionDigits: 0 });
}

export function formatBytes(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return formatNumber(value, locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
}

export function formatDate(
  value: string | Date,
  locale: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' },
): string {
  const key = locale + JSON.stringify(options);
  const format = cached(dates, key, () => new Intl.DateTimeFormat(locale, options));
  return format.format(new Date(value));
}

export function formatDateTime(value: string | Date, locale: string): string {
  return formatDate(value, locale, { dateStyle: 'long', timeStyle: 'long' });
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago"; under a minute it is "now", because a running second hand only distracts. */
export function formatRelative(value: string | Date, locale: string, now: Date): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const format = cached(
    relatives,
    locale,
    () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  );
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, 'second');
}

/** "1:12" or "2:05:09". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** "1.5 hr": below ten with a tenth. For time that has passed. */
export function toTenths(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

/** "2 min", "1 hr": the largest unit that fits. Rounded up, as time that is left, unless told otherwise. */
export function formatDuration(
  seconds: number,
  locale: string,
  round: (value: number) => number = Math.ceil,
): string {
  const [unit, length] = (
    [
      ['day', 86_400],
      ['hour', 3_600],
      ['minute', 60],
      ['second', 1],
    ] as const
  ).find(([, size]) => seconds >= size) ?? ['second', 1];
  return formatNumber(round(seconds / length), locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
  });
}
