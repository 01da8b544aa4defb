// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { isFetched, setupShape } from '../testing/schemas';
import { MASK } from './lazy-codes';
import { Loading } from './lazy-tool';

function setup() {
  const found = setupShape('mask');
  found.editor.setTool('mask_outline');
  expect(found.image.tools.state).toBeInstanceOf(Loading);
  return found;
}

// In this order: a tool whose code has been fetched starts at once.
describe('while the code of a tool is on its way', () => {
  test('what it could not fetch keeps no keys, and a press only asks for it again', async () => {
    const fetch = vi.spyOn(MASK, 'fetch').mockRejectedValueOnce(new Error('no network'));
    const { image, click, key, geometries } = setup();
    await vi.waitFor(() => expect(image.overlay.content.hint).toEqual({ kind: 'not-loaded' }));

    expect(key('Enter')).toBe(false);
    fetch.mockRejectedValueOnce(new Error('no network'));
    click(100, 100);
    expect(image.tools.isBusy).toBe(false);
    await vi.waitFor(() => expect(image.overlay.content.hint).toEqual({ kind: 'not-loaded' }));
    fetch.mockRestore();

    expect(geometries()).toEqual([]);
  });

  test('Escape takes back what was done for it', async () => {
    vi.spyOn(MASK, 'fetch').mockImplementationOnce(() => new Promise(() => undefined));
    const { image, click, geometries } = setup();
    click(100, 100);
    expect(image.tools.isBusy).toBe(true);

    image.tools.cancel();

    expect(image.tools.isBusy).toBe(false);
    expect(geometries()).toEqual([]);
  });

  test('who draws by keyboard submits nothing with an early Enter', async () => {
    const { image, key } = setup();
    expect(key('Enter')).toBe(false);

    image.tools.aim();

    expect(key('Enter')).toBe(true);
    image.tools.cancel();
  });

  test('clicks and keys are its own once it is there', async () => {
    const { editor, image, click, key, geometries } = setup();
    click(100, 100);
    click(200, 100);
    click(200, 200);
    expect(key('Enter')).toBe(true);
    expect(geometries()).toEqual([]);

    await isFetched(image);

    expect(geometries()).toHaveLength(1);
    editor.undo();
    expect(geometries()).toEqual([]);
  });
});
