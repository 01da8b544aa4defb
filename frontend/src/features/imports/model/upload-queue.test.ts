import { describe, expect, it } from 'vitest';
import { chosenFiles } from './dropped-files';
import { summarise, UploadQueue, type Send } from './upload-queue';

const named = (path: string, size = 10) => ({ path, file: new File(['x'.repeat(size)], path) });
const atOnce = () => Promise.resolve();

async function settled(queue: UploadQueue): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
  if (summarise(queue.get()).isBusy) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the queue of uploads', () => {
  it('sends every file, never more than four at a time', async () => {
    let active = 0;
    let most = 0;
    const send: Send = async () => {
      most = Math.max(most, (active += 1));
      await Promise.resolve();
      active -= 1;
    };
    const queue = new UploadQueue(send, atOnce);

    queue.add(Array.from({ length: 20 }, (_, index) => named(`${index}.png`)));
    await settled(queue);

    expect(summarise(queue.get())).toMatchObject({ files: 20, sent: 20, isBusy: false });
    expect(most).toBe(4);
  });

  it('tries again what fails for a moment, and not what was refused', async () => {
    const tries: Record<string, number> = {};
    const send: Send = ({ path }) => {
      tries[path] = (tries[path] ?? 0) + 1;
      if (path === 'refused') return Promise.reject(Object.assign(new Error(), { status: 400 }));
      return tries[path] < 3
        ? Promise.reject(Object.assign(new Error(), { status: 0 }))
        : Promise.resolve();
    };
    const queue = new UploadQueue(send, atOnce);

    queue.add([named('shaky'), named('refused')]);
    await settled(queue);

    expect(tries).toEqual({ shaky: 3, refused: 1 });
    expect(queue.get().map((upload) => upload.state)).toEqual(['sent', 'failed']);
  });

  it('sends again on request what had failed', async () => {
    let isUp = false;
    const queue = new UploadQueue(
      () =>
        isUp ? Promise.resolve() : Promise.reject(Object.assign(new Error(), { status: 413 })),
      atOnce,
    );
    queue.add([named('a')]);
    await settled(queue);

    isUp = true;
    queue.retry();
    await settled(queue);

    expect(summarise(queue.get())).toMatchObject({ sent: 1, failed: 0 });
  });

  it('keeps one file for a path that is added twice', async () => {
    const queue = new UploadQueue(() => Promise.resolve(), atOnce);

    queue.add([named('a', 3)]);
    queue.add([named('a', 5)]);
    await settled(queue);

    expect(queue.get().map((upload) => upload.size)).toEqual([5]);
  });
});

describe('chosen files', () => {
  it('leave out what operating systems add', () => {
    const files = [new File([], 'a.png'), new File([], '.DS_Store'), new File([], 'Thumbs.db')];

    expect(chosenFiles(files).map(({ path }) => path)).toEqual(['a.png']);
  });
});
