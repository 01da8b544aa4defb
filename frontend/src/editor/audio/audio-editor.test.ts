import { describe, expect, it } from 'vitest';
import { Editor } from '../core/editor';
import { AudioEditor } from './audio-editor';
import { clockTime, rulerStep } from './clock';
import { forEachColumn, readPeaks } from './peaks';
import { Player, type Media } from './player';
import { lanesOf, segmentsOf, snapped } from './segments';
import { TimeView } from './time-view';

const schema = (overlap: boolean) => ({
  input: 'audio',
  fields: [
    {
      key: 'speech',
      type: 'segments',
      overlap,
      labels: [
        { key: 'ada', attributes: [{ key: 'said', type: 'text' }] },
        { key: 'noise', attributes: [] },
      ],
    },
  ],
});

function made(overlap = false) {
  let n = 0;
  const editor = new Editor({ schema: schema(overlap), newId: () => `s${++n}` });
  const audio = new AudioEditor(editor, 10);
  const value = () =>
    (editor.toValue().speech as { segments: { start: number; end: number }[] } | undefined)
      ?.segments;
  return { editor, audio, value };
}

describe('segments', () => {
  it('are stored to the millisecond, as spans of time', () => {
    const { audio, editor } = made();
    audio.create({ start: 1.00049, end: 2.9996 });
    expect(editor.toValue()).toEqual({
      speech: { segments: [{ id: 's1', label: 'ada', start: 1, end: 3, attributes: {} }] },
    });
  });

  it('keep to the room between their neighbours where they may not overlap', () => {
    const { audio, value } = made();
    audio.create({ start: 1, end: 3 });
    audio.create({ start: 5, end: 7 });
    audio.create({ start: 2, end: 6 });
    expect(value()?.map(({ start, end }) => [start, end])).toEqual([
      [1, 3],
      [5, 7],
      [3, 5],
    ]);
    audio.nudge('end', 1, false);
    expect(value()?.[2]?.end).toBe(5);
  });

  it('lie over one another where they may', () => {
    const { audio, value } = made(true);
    audio.create({ start: 1, end: 3 });
    audio.create({ start: 2, end: 6 });
    expect(value()).toHaveLength(2);
    expect(lanesOf(audio.segments).count).toBe(2);
  });

  it('are refused where there is no room', () => {
    const { audio, value } = made();
    let refused = 0;
    audio.onRefused(() => refused++);
    audio.create({ start: 1, end: 5 });
    audio.create({ start: 2, end: 3 });
    expect(value()).toHaveLength(1);
    expect(refused).toBe(1);
  });

  it('never turn inside out', () => {
    const { audio, value } = made();
    audio.create({ start: 1, end: 2 });
    audio.nudge('end', -5, false);
    expect(value()?.[0]).toMatchObject({ start: 1, end: 1.01 });
  });

  it('are cut at the playhead, and what is said stays with the first; one step back undoes it', () => {
    const { audio, editor, value } = made();
    const region = audio.create({ start: 1, end: 3 });
    audio.write(region!, 'hello');
    audio.player.seek(2);
    audio.split();
    expect(value()).toMatchObject([
      { start: 1, end: 2, attributes: { said: 'hello' } },
      { start: 2, end: 3, attributes: {} },
    ]);
    editor.undo();
    expect(value()).toMatchObject([{ start: 1, end: 3, attributes: { said: 'hello' } }]);
  });

  it('are joined with the next of their field; one step back undoes it', () => {
    const { audio, editor, value } = made();
    audio.write(audio.create({ start: 1, end: 2 })!, 'good');
    audio.write(audio.create({ start: 4, end: 5 })!, 'morning');
    editor.select(['s1']);
    audio.merge();
    expect(value()).toMatchObject([{ start: 1, end: 5, attributes: { said: 'good morning' } }]);
    editor.undo();
    expect(value()).toHaveLength(2);
  });

  it('are written as one step however many letters', () => {
    const { audio, editor, value } = made();
    audio.create({ start: 1, end: 2 });
    for (const text of ['h', 'he', 'hey']) audio.write(editor.region('s1')!, text);
    editor.seal();
    editor.undo();
    expect(value()).toMatchObject([{ attributes: {} }]);
    editor.undo();
    expect(value() ?? []).toHaveLength(0);
  });

  it('are made from mark to mark', () => {
    const { audio, value } = made();
    audio.player.seek(2);
    audio.mark('start');
    audio.step(1.5);
    audio.mark('end');
    expect(value()).toMatchObject([{ start: 2, end: 3.5 }]);
  });

  it('catch edges that are near, the nearest first', () => {
    const { audio, editor } = made();
    audio.create({ start: 1, end: 2 });
    audio.create({ start: 2.1, end: 3 });
    const all = segmentsOf(editor.getState().document.regions);
    expect(snapped(2.06, all, 0.2)).toBe(2.1);
    expect(snapped(2.5, all, 0.2)).toBe(2.5);
    expect(snapped(2.06, all, 0.2, 's2')).toBe(2);
  });
});

describe('the view', () => {
  it('zooms around a moment and stays within the sound', () => {
    const view = new TimeView(10);
    view.setWidth(1000);
    view.zoomBy(2, 5);
    expect([view.start, view.end]).toEqual([2.5, 7.5]);
    view.panBy(-9);
    expect(view.start).toBe(0);
    view.zoomBy(1e9, 0);
    expect(view.seconds).toBeCloseTo(0.02);
    view.fit();
    expect(view.isFitted).toBe(true);
  });

  it('turns the page when the playhead comes to its end', () => {
    const view = new TimeView(100);
    view.show(0, 10);
    view.follow(5);
    expect(view.start).toBe(0);
    view.follow(9.8);
    expect(view.start).toBeCloseTo(9.3);
  });
});

describe('the player', () => {
  const media = (): Media & { paused: boolean } => ({
    currentTime: 0,
    playbackRate: 1,
    paused: true,
    play() {
      this.paused = false;
      return Promise.resolve();
    },
    pause() {
      this.paused = true;
    },
  });

  it('stops at the end of a stretch, exactly', () => {
    const player = new Player(10);
    const element = media();
    player.attach(element);
    player.playStretch({ start: 1, end: 2 });
    element.currentTime = 2.03;
    player.tick();
    expect(player.state.get().isPlaying).toBe(false);
    expect(player.time).toBe(2);
  });

  it('goes back to the start of what is repeated', () => {
    const player = new Player(10);
    const element = media();
    player.attach(element);
    player.setLoop({ start: 3, end: 4 });
    player.play();
    expect(element.currentTime).toBe(3);
    element.currentTime = 4.01;
    player.tick();
    expect([element.currentTime, player.state.get().isPlaying]).toEqual([3, true]);
  });

  it('keeps its speed between half and three times', () => {
    const player = new Player(10);
    for (let n = 0; n < 20; n++) player.stepSpeed(1);
    expect(player.state.get().speed).toBe(3);
    for (let n = 0; n < 20; n++) player.stepSpeed(-1);
    expect(player.state.get().speed).toBe(0.5);
  });
});

describe('peaks', () => {
  const bytes = () => {
    const buffer = new ArrayBuffer(24 + 8 + 8);
    const view = new DataView(buffer);
    [0x4c, 0x57, 0x50, 0x4b, 1, 1].forEach((byte, at) => view.setUint8(at, byte));
    view.setUint32(8, 4, true);
    view.setBigUint64(12, 16n, true);
    view.setFloat32(20, 0.5, true);
    view.setUint32(24, 4, true);
    view.setUint32(28, 4, true);
    new Int8Array(buffer, 32).set([-1, 1, -127, 127, -2, 2, -3, 3]);
    return buffer;
  };

  it('are read as the server writes them', () => {
    const peaks = readPeaks(bytes());
    expect(peaks.duration).toBe(4);
    const columns: number[] = [];
    forEachColumn(peaks, 0, 4, 2, (_x, _low, high) => columns.push(Math.round(high * 127)));
    expect(columns).toEqual([127, 3]);
  });

  it('are refused where they are something else', () => {
    expect(() => readPeaks(new ArrayBuffer(40))).toThrow(RangeError);
  });
});

describe('the clock', () => {
  it('says milliseconds, and rounds up where they make a minute', () => {
    expect(clockTime(7.5)).toBe('0:07.500');
    expect(clockTime(59.9996)).toBe('1:00.000');
    expect(clockTime(3723.004)).toBe('1:02:03.004');
    expect(clockTime(62, 0)).toBe('1:02');
  });

  it('has marks that are told apart', () => {
    expect(rulerStep(10, 1000)).toEqual({ step: 1, digits: 0 });
    expect(rulerStep(0.1, 1000)).toEqual({ step: 0.01, digits: 2 });
  });
});
