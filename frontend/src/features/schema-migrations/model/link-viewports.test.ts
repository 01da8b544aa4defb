import { describe, expect, it } from 'vitest';
import { imagePoint } from '@/editor/core/points';
import { Viewport } from '@/editor/core/viewport';
import { linkViewports } from './link-viewports';

function viewport(width: number): Viewport {
  const made = new Viewport();
  made.setView({ width, height: 300 }, 1);
  made.setImage({ width: 640, height: 480 });
  return made;
}

describe('linked views', () => {
  it('show the same place at the same scale', () => {
    const [one, other] = [viewport(400), viewport(300)];
    linkViewports(one, other);

    one.fitBounds({ minX: 300, minY: 200, maxX: 340, maxY: 240 });

    const middle = other.toScreen(imagePoint(320, 220));
    expect(other.scale).toBeCloseTo(one.scale);
    expect([middle.x, middle.y]).toEqual([expect.closeTo(150), expect.closeTo(150)]);
  });

  it('follow either way', () => {
    const [one, other] = [viewport(400), viewport(400)];
    linkViewports(one, other);

    other.zoomBy(2);

    expect(one.scale).toBeCloseTo(other.scale);
  });

  it('both fit the whole image, each into its own room', () => {
    const [one, other] = [viewport(400), viewport(200)];
    linkViewports(one, other);
    one.zoomBy(3);

    one.fit();

    expect(other.isFitted).toBe(true);
    expect(other.scale).toBeLessThan(one.scale);
  });

  it('go their own ways once the link is undone', () => {
    const [one, other] = [viewport(400), viewport(400)];
    linkViewports(one, other)();
    const before = other.scale;

    one.zoomBy(3);

    expect(other.scale).toBe(before);
  });
});
