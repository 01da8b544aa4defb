/** The columns of one tile: few enough to come at once, many enough to fill a screen with three. */
const TILE = 1024;
const MOST_TILES = 32;
const HEAD = 20;
const MAGIC = 0x4753574c; // "LWSG"

interface Header {
  readonly bands: number;
  readonly columns: number;
  /** Columns a second. */
  readonly rate: number;
}

/**
 * The spectrogram of a sound, fetched in tiles as they come into sight, by ranges of bytes: an hour takes no more memory than a
 * minute. The layout is that of `docs/decisions/0038-sounds.md`.
 */
export class Spectrogram {
  readonly #tiles = new Map<number, HTMLCanvasElement | null>();
  #header: Header | null = null;
  #isAsked = false;

  constructor(
    readonly url: string,
    readonly onArrival: () => void,
  ) {}

  /** Paints what is there of it between two moments; what is not is asked for. */
  paint(
    context: CanvasRenderingContext2D,
    from: number,
    to: number,
    box: { x: number; y: number; width: number; height: number },
  ): void {
    const header = this.#header;
    if (!header) return this.#askForHeader();
    const { rate, columns, bands } = header;
    const first = Math.max(0, Math.floor((from * rate) / TILE));
    const last = Math.min(Math.ceil(columns / TILE) - 1, Math.floor((to * rate) / TILE));
    const scale = box.width / ((to - from) * rate);
    // Farther away than a tile a few pixels wide there is nothing to see of it.
    if (TILE * scale < 24) return;
    context.imageSmoothingEnabled = true;
    for (let n = first; n <= last; n++) {
      const tile = this.#tile(n, header);
      if (!tile) continue;
      const x = box.x + (n * TILE - from * rate) * scale;
      context.drawImage(tile, 0, 0, tile.width, bands, x, box.y, tile.width * scale, box.height);
    }
  }

  #tile(n: number, header: Header): HTMLCanvasElement | null {
    const known = this.#tiles.get(n);
    if (known !== undefined) {
      // Asked for last, so it is the last to go.
      this.#tiles.delete(n);
      this.#tiles.set(n, known);
      return known;
    }
    this.#tiles.set(n, null);
    for (const [oldest] of this.#tiles) {
      if (this.#tiles.size <= MOST_TILES) break;
      this.#tiles.delete(oldest);
    }
    const { bands, columns } = header;
    const end = Math.min((n + 1) * TILE, columns);
    this.#bytes(HEAD + n * TILE * bands, HEAD + end * bands - 1).then(
      (bytes) => {
        if (!this.#tiles.has(n)) return;
        this.#tiles.set(n, drawn(bytes, bands));
        this.onArrival();
      },
      () => this.#tiles.delete(n),
    );
    return null;
  }

  #askForHeader(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#bytes(0, HEAD - 1).then(
      (bytes) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        if (view.getUint32(0, true) !== MAGIC) return;
        this.#header = {
          bands: view.getUint16(6, true),
          columns: view.getUint32(8, true),
          rate: view.getFloat32(16, true) / view.getUint32(12, true),
        };
        this.onArrival();
      },
      () => (this.#isAsked = false),
    );
  }

  async #bytes(first: number, last: number): Promise<Uint8Array> {
    const response = await fetch(this.url, {
      credentials: 'same-origin',
      headers: { Range: `bytes=${first}-${last}` },
    });
    if (response.status !== 206) throw new Error(`No such range (${response.status}).`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

function drawn(bytes: Uint8Array, bands: number): HTMLCanvasElement | null {
  const columns = Math.floor(bytes.length / bands);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, columns);
  canvas.height = bands;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const image = context.createImageData(canvas.width, bands);
  for (let x = 0; x < columns; x++) {
    for (let band = 0; band < bands; band++) {
      const colour = 3 * (bytes[x * bands + band] ?? 0);
      const at = 4 * ((bands - 1 - band) * canvas.width + x);
      image.data[at] = COLOURS[colour] ?? 0;
      image.data[at + 1] = COLOURS[colour + 1] ?? 0;
      image.data[at + 2] = COLOURS[colour + 2] ?? 0;
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** From near black over blue and the accent's teal to a warm white: also for colour-blind people louder is lighter. */
const STOPS = [
  [0, 12, 16, 24],
  [0.35, 24, 46, 92],
  [0.6, 24, 122, 130],
  [0.8, 120, 196, 150],
  [1, 255, 246, 214],
] as const;
const COLOURS = new Uint8Array(3 * 256);
for (let level = 0; level < 256; level++) {
  const share = level / 255;
  const after = Math.max(
    1,
    STOPS.findIndex(([at]) => at >= share),
  );
  const [from, to] = [STOPS[after - 1] ?? STOPS[0], STOPS[after] ?? STOPS[4]];
  const k = (share - from[0]) / (to[0] - from[0]);
  for (const part of [1, 2, 3] as const)
    COLOURS[3 * level + part - 1] = from[part] + (to[part] - from[part]) * k;
}
