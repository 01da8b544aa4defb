import type { ColourPixels } from '../../core/colour-pixels';
import { MaskPixels } from '../../shapes/mask-pixels';

/**
 * The pixels that are connected with a place, over sides, by pixels whose colour differs from its own by at most `tolerance` in
 * each of red, green and blue (0 to 255).
 */
export function flood(
  { width, height, data }: ColourPixels,
  column: number,
  row: number,
  tolerance: number,
): MaskPixels {
  const found = new MaskPixels({ width, height });
  if (column < 0 || row < 0 || column >= width || row >= height) return found;
  const start = (row * width + column) * 4;
  const [red = 0, green = 0, blue = 0] = [data[start], data[start + 1], data[start + 2]];
  const seen = new Uint8Array(width * height);
  const isLike = (pixel: number): boolean => {
    const at = pixel * 4;
    return (
      seen[pixel] === 0 &&
      Math.abs((data[at] ?? 0) - red) <= tolerance &&
      Math.abs((data[at + 1] ?? 0) - green) <= tolerance &&
      Math.abs((data[at + 2] ?? 0) - blue) <= tolerance
    );
  };
  let [minX, maxX, minY, maxY] = [column, column, row, row];
  const waiting = [row * width + column];
  for (let pixel = waiting.pop(); pixel !== undefined; pixel = waiting.pop()) {
    if (!isLike(pixel)) continue;
    const y = Math.floor(pixel / width);
    const first = y * width;
    const last = first + width - 1;
    let [left, right] = [pixel, pixel];
    while (left > first && isLike(left - 1)) left--;
    while (right < last && isLike(right + 1)) right++;
    seen.fill(1, left, right + 1);
    minX = Math.min(minX, left - first);
    maxX = Math.max(maxX, right - first);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
    // Of the rows above and below one pixel of each stretch is enough: it finds the others itself.
    for (const to of [left - width, left + width]) {
      if (to < 0 || to >= width * height) continue;
      let wasLike = false;
      for (let at = to; at <= to + right - left; at++) {
        const is = isLike(at);
        if (is && !wasLike) waiting.push(at);
        wasLike = is;
      }
    }
  }
  for (let x = minX; x <= maxX; x++) {
    let top = -1;
    for (let y = minY; y <= maxY + 1; y++) {
      const isOn = y <= maxY && seen[y * width + x] === 1;
      if (isOn && top < 0) top = y;
      else if (!isOn && top >= 0) {
        found.set(x, top, y, true);
        top = -1;
      }
    }
  }
  return found;
}
