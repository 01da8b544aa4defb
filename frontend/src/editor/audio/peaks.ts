/** Lowest and highest sample of short stretches, as `docs/decisions/0038-sounds.md` lays them out. */
export interface Peaks {
  readonly duration: number;
  /** The finest first. */
  readonly levels: readonly Level[];
}

interface Level {
  /** Stretches a second. */
  readonly rate: number;
  /** Low and high of one stretch after the other, -127 to 127. */
  readonly values: Int8Array;
}

const HEAD = 24;
const MAGIC = 0x4b50574c; // "LWPK"

/** The peaks in these bytes. Throws a `RangeError` where they are none. */
export function readPeaks(buffer: ArrayBuffer): Peaks {
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC || view.getUint8(4) !== 1)
    throw new RangeError('These are no peaks.');
  const count = view.getUint8(5);
  const rate = view.getUint32(8, true);
  const duration = Number(view.getBigUint64(12, true)) / rate;
  const levels: Level[] = [];
  let place = HEAD + count * 8;
  for (let n = 0; n < count; n++) {
    const samples = view.getUint32(HEAD + n * 8, true);
    const length = view.getUint32(HEAD + n * 8 + 4, true);
    levels.push({ rate: rate / samples, values: new Int8Array(buffer, place, 2 * length) });
    place += 2 * length;
  }
  return { duration, levels };
}

/**
 * Calls `paint` with the lowest and highest sample (-1 to 1) of each of `width` columns between two moments, from the coarsest
 * level that is fine enough.
 */
export function forEachColumn(
  { levels }: Peaks,
  from: number,
  to: number,
  width: number,
  paint: (x: number, low: number, high: number) => void,
): void {
  const wanted = width / (to - from);
  const level = [...levels].reverse().find(({ rate }) => rate >= wanted) ?? levels[0];
  if (!level) return;
  const { rate, values } = level;
  const last = values.length / 2 - 1;
  for (let x = 0; x < width; x++) {
    const first = Math.floor((from + (x / width) * (to - from)) * rate);
    const end = Math.max(first + 1, Math.ceil((from + ((x + 1) / width) * (to - from)) * rate));
    let low = 127;
    let high = -127;
    for (let at = Math.max(0, first); at < end && at <= last; at++) {
      low = Math.min(low, values[2 * at] ?? 0);
      high = Math.max(high, values[2 * at + 1] ?? 0);
    }
    if (high >= low) paint(x, low / 127, high / 127);
  }
}
