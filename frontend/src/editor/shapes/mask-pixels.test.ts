// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { seeded } from '../testing/schemas';
import type { MaskGeometry } from './mask';
import { mask } from './mask';
import { MaskPixels } from './mask-pixels';
import { decodeRuns, encodeRuns } from './run-lengths';

const SIZE = { width: 40, height: 30 };

/** Rows of text, `#` for a pixel that is on. */
function drawn(pixels: MaskPixels): string[] {
  const { width, height } = pixels.size;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => (pixels.has(column, row) ? '#' : '.')).join(''),
  );
}

function fromText(rows: readonly string[]): MaskPixels {
  const pixels = new MaskPixels({ width: rows[0]?.length ?? 0, height: rows.length });
  rows.forEach((line, row) =>
    [...line].forEach((sign, column) => pixels.set(column, row, row + 1, sign === '#')),
  );
  return pixels;
}

function set(size: typeof SIZE, seed: number): { pixels: MaskPixels; plain: boolean[] } {
  const random = seeded(seed);
  const pixels = new MaskPixels(size);
  const plain = new Array<boolean>(size.width * size.height).fill(false);
  for (let step = 0; step < 60; step++) {
    const column = Math.floor(random() * size.width);
    const top = Math.floor(random() * size.height);
    const bottom = top + Math.floor(random() * 12);
    const isOn = random() < 0.6;
    pixels.set(column, top, bottom, isOn);
    plain.fill(
      isOn,
      column * size.height + top,
      column * size.height + Math.min(bottom, size.height),
    );
  }
  return { pixels, plain };
}

// Written by pycocotools: size (height, width) and counts.
const WRITTEN: readonly (readonly [string, MaskGeometry])[] = [
  ['none', { type: 'mask', size: [5, 6], counts: 'n0' }],
  ['all', { type: 'mask', size: [5, 6], counts: '0n0' }],
  ['a ring', { type: 'mask', size: [5, 6], counts: '041M10O010O3:' }],
  ['a run on into the next column', { type: 'mask', size: [4, 3], counts: '326O' }],
  [
    'a disc',
    {
      type: 'mask',
      size: [300, 200],
      counts:
        'mo5b0d8<E:H6J6J6J6K4L4L4L4M2M4M2M4M2M4M2N2N2N2M4M2N2N2N2O0O2N2N2N2N2O0O2N2O0O2N2O0O2N2O0O2O0O2O0O2O0O2O000O2O000O2O000O2O000O2O0000000O2O000000000O2O0000000000000000000000000000000001N10000000001N100000001N10001N10001N10001N10001N101N101N101N101N2N101N2N101N2N101N2N2N2N2N101N2N2N2N3L3N2N2N2N3L3N3L3N3L3N3L4L4L4L5J6J6J6J8F;DYg5',
    },
  ],
];

describe('run lengths', () => {
  test.each(WRITTEN)('%s is written byte for byte as pycocotools does', (_, geometry) => {
    expect(encodeRuns(decodeRuns(geometry.counts))).toBe(geometry.counts);
    expect(MaskPixels.from(geometry).toGeometry()).toEqual(geometry);
  });

  test('a brush on the middle paints the disc that numpy paints', () => {
    const pixels = new MaskPixels({ width: 200, height: 300 });

    pixels.stroke([100, 150], [100, 150], 80, true);

    expect(pixels.toGeometry()).toEqual(WRITTEN[4]?.[1]);
  });

  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'what was set at random is read again as it was (%i)',
    (seed) => {
      const { pixels, plain } = set(SIZE, seed);

      const again = MaskPixels.from(pixels.toGeometry());

      const found = plain.map((_, at) => again.has(Math.floor(at / SIZE.height), at % SIZE.height));
      expect(found).toEqual(plain);
      expect(again.count).toBe(plain.filter(Boolean).length);
      expect(decodeRuns(pixels.toGeometry().counts).reduce((a, b) => a + b, 0)).toBe(plain.length);
    },
  );

  test('all pixels of a mask of more than 31 bits keep their number', () => {
    const runs = [0, 5_000_000_000, 3, 6_000_000_000];

    expect(decodeRuns(encodeRuns(runs))).toEqual(runs);
  });
});

describe('painting', () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'a stroke covers the pixels whose middle is near enough, and no other (%i)',
    (seed) => {
      const random = seeded(seed);
      const [ax, ay, bx, by] = [random() * 40, random() * 30, random() * 40, random() * 30];
      const radius = 0.5 + random() * 8;
      const pixels = new MaskPixels(SIZE);

      pixels.stroke([ax, ay], [bx, by], radius, true);

      const square = (bx - ax) ** 2 + (by - ay) ** 2;
      const wanted = Array.from({ length: SIZE.height }, (_, row) =>
        Array.from({ length: SIZE.width }, (_, column) => {
          const [x, y] = [column + 0.5, row + 0.5];
          const along = Math.min(
            1,
            Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square),
          );
          const off = Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
          return off <= radius ? '#' : '.';
        }).join(''),
      );
      expect(drawn(pixels)).toEqual(wanted);
    },
  );

  test('erasing where a stroke was leaves what was there before', () => {
    const { pixels } = set(SIZE, 3);
    const before = drawn(pixels);
    const stroke = new MaskPixels(SIZE);
    stroke.stroke([5, 5], [30, 20], 4, true);

    pixels.stroke([5, 5], [30, 20], 4, false);

    const wanted = before.map((line, row) =>
      [...line].map((sign, column) => (stroke.has(column, row) ? '.' : sign)).join(''),
    );
    expect(drawn(pixels)).toEqual(wanted);
  });

  test('a copy stays as it is when the other is painted on', () => {
    const { pixels } = set(SIZE, 5);
    const copy = pixels.copy();
    const before = drawn(copy);

    pixels.stroke([0, 0], [39, 29], 3, true);

    expect(drawn(copy)).toEqual(before);
    expect(drawn(pixels)).not.toEqual(before);
  });

  test('a polygon with a hole fills the pixels whose middle is inside', () => {
    const pixels = new MaskPixels({ width: 8, height: 6 });

    pixels.fill(
      [
        [
          [1, 1],
          [7, 1],
          [7, 5],
          [1, 5],
        ],
        [
          [3, 2],
          [5, 2],
          [5, 4],
          [3, 4],
        ],
      ],
      true,
    );

    expect(drawn(pixels)).toEqual([
      '........',
      '.######.',
      '.##..##.',
      '.##..##.',
      '.######.',
      '........',
    ]);
  });

  test('what lies outside the image is not painted', () => {
    const pixels = new MaskPixels({ width: 4, height: 4 });

    pixels.stroke([0, 0], [0, 0], 2, true);
    pixels.fill(
      [
        [
          [2, 2],
          [9, 2],
          [9, 9],
          [2, 9],
        ],
      ],
      true,
    );

    expect(drawn(pixels)).toEqual(['##..', '#...', '..##', '..##']);
  });
});

describe('holes', () => {
  const SHAPE = [
    '.#######',
    '.#.#..##',
    '.###.#.#',
    '...#####',
    '.##.....',
    '.#.#....',
    '.###....',
  ];

  test('only what is closed on all four sides is a hole, corners do not open it', () => {
    const pixels = fromText(SHAPE);

    const isFilled = pixels.fillHoles();

    expect(isFilled).toBe(true);
    expect(drawn(pixels)).toEqual([
      '.#######',
      '.#######',
      '.#######',
      '...#####',
      '.##.....',
      '.###....',
      '.###....',
    ]);
  });

  test('one hole alone is filled, the others stay', () => {
    const pixels = fromText(SHAPE);

    const isFilled = pixels.fillHole(4, 2);

    expect(isFilled).toBe(true);
    expect(drawn(pixels).slice(0, 3)).toEqual(['.#######', '.#.#####', '.#####.#']);
  });

  test.each([
    ['outside', 0, 0],
    ['on the mask', 1, 0],
    ['open to the outside', 3, 4],
  ])('there is none %s', (_, column, row) => {
    const pixels = fromText(SHAPE);

    expect(pixels.fillHole(column, row)).toBe(false);
    expect(drawn(pixels)).toEqual(SHAPE);
  });

  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'the same pixels are holes as a flood from outside leaves dry (%i)',
    (seed) => {
      const { pixels } = set({ width: 14, height: 12 }, seed + 100);
      const rows = drawn(pixels);
      const wet = new Set<string>();
      const waiting: [number, number][] = [[-1, -1]];
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [x, y] = next;
        const isDry = wet.has(next.join()) || x < -1 || y < -1 || x > 14 || y > 12;
        if (isDry || rows[y]?.[x] === '#') continue;
        wet.add(next.join());
        waiting.push([x + 1, y], [x - 1, y], [x, y + 1], [x, y - 1]);
      }

      pixels.fillHoles();

      const wanted = rows.map((line, y) =>
        [...line].map((_, x) => (wet.has([x, y].join()) ? '.' : '#')).join(''),
      );
      expect(drawn(pixels)).toEqual(wanted);
    },
  );
});

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'a point is inside the outline of a mask just where a pixel is on (%i)',
  (seed) => {
    const { pixels } = set({ width: 12, height: 10 }, seed + 200);
    const geometry = pixels.toGeometry();
    const wanted = drawn(pixels);

    const found = wanted.map((line, y) =>
      [...line]
        .map((_, x) =>
          mask.hitTest(
            geometry,
            { x: x + 0.5, y: y + 0.5 } as Parameters<typeof mask.hitTest>[1],
            0.1,
          )
            ? '#'
            : '.',
        )
        .join(''),
    );

    expect(found).toEqual(wanted);
  },
);
