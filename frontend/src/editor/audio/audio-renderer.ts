import type { LabelTitle } from '../render/active-layer';
import { textOn } from '../render/theme';
import type { AudioEditor } from './audio-editor';
import { clockTime, rulerStep } from './clock';
import { forEachColumn, type Peaks } from './peaks';
import { lanesOf, transcriptOf, type Segment } from './segments';
import type { Sound } from './sound';
import { Spectrogram } from './spectrogram';

export const OVERVIEW = 30; // CSS pixels
export const RULER = 22;
const LANE = 20;
const FONT = 11;

interface Theme {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly ground: string;
  readonly sunk: string;
  readonly accent: string;
  readonly font: string;
}

interface Options {
  readonly colourOf: (segment: Segment) => string;
  readonly labelTitle: LabelTitle;
}

/** Paints the sound: once a frame at most, and only when something that shows has changed. */
export class AudioRenderer {
  #theme: Theme;
  #request = 0;
  #isGone = false;
  readonly #spectrogram: Spectrogram | null;
  readonly #stops: readonly (() => void)[];
  /** The wave of the overview, painted once for a width and a theme. */
  #overview: { canvas: HTMLCanvasElement; key: string } | null = null;
  options: Options;

  constructor(
    readonly audio: AudioEditor,
    readonly sound: Sound,
    readonly canvas: HTMLCanvasElement,
    options: Options,
  ) {
    this.options = options;
    this.#theme = readTheme(canvas);
    this.#spectrogram = sound.spectrogramUrl
      ? new Spectrogram(sound.spectrogramUrl, this.invalidate)
      : null;
    this.#stops = [
      audio.view.subscribe(this.invalidate),
      audio.player.subscribe(this.invalidate),
      audio.selection.subscribe(this.invalidate),
      audio.showsSpectrogram.subscribe(this.invalidate),
      audio.editor.subscribe(this.invalidate),
    ];
  }

  readonly invalidate = (): void => {
    if (!this.#isGone) this.#request ||= requestAnimationFrame(this.#frame);
  };

  readTheme(): void {
    this.#theme = readTheme(this.canvas);
    this.invalidate();
  }

  destroy(): void {
    this.#isGone = true;
    cancelAnimationFrame(this.#request);
    for (const stop of this.#stops) stop();
  }

  readonly #frame = (): void => {
    this.#request = 0;
    this.paint();
  };

  paint(): void {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.#theme.ground;
    context.fillRect(0, 0, width, height);
    const { audio } = this;
    const segments = audio.segments;
    const top = OVERVIEW + RULER;
    const room = height - top;
    const hasSpectrogram = audio.showsSpectrogram.get() && this.#spectrogram !== null;
    const wave = hasSpectrogram ? Math.round(room * 0.45) : room;
    this.#paintRuler(context, width, height);
    paintWave(context, this.sound.peaks, audio.view.start, audio.view.end, {
      y: top,
      width,
      height: wave,
      colour: this.#theme.faint,
    });
    if (hasSpectrogram) {
      const box = { x: 0, y: top + wave, width, height: room - wave };
      context.fillStyle = '#0c1018';
      context.fillRect(box.x, box.y, box.width, box.height);
      this.#spectrogram?.paint(context, audio.view.start, audio.view.end, box);
    }
    this.#paintSelection(context, top, room);
    this.#paintSegments(context, segments, top, room, wave);
    this.#paintOverview(context, segments, width, ratio);
    this.#paintPlayhead(context, width, height);
  }

  #paintRuler(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { view } = this.audio;
    const { step, digits } = rulerStep(view.seconds, width);
    context.font = `${FONT}px ${this.#theme.font}`;
    context.textBaseline = 'middle';
    context.strokeStyle = this.#theme.line;
    context.fillStyle = this.#theme.text;
    context.lineWidth = 1;
    context.beginPath();
    const first = Math.floor(view.start / step);
    for (let n = first; n * step <= view.end; n++) {
      const x = Math.round(view.toX(n * step)) + 0.5;
      context.moveTo(x, OVERVIEW + RULER - 5);
      context.lineTo(x, height);
      context.fillText(clockTime(n * step, digits), x + 4, OVERVIEW + RULER / 2);
    }
    context.moveTo(0, OVERVIEW + RULER - 0.5);
    context.lineTo(width, OVERVIEW + RULER - 0.5);
    context.stroke();
  }

  #paintSelection(context: CanvasRenderingContext2D, top: number, height: number): void {
    const { view, selection, markedStart } = this.audio;
    const at = selection.get();
    context.fillStyle = this.#theme.accent;
    if (at) {
      context.globalAlpha = 0.22;
      const x = view.toX(at.start);
      context.fillRect(x, top, Math.max(1, view.toX(at.end) - x), height);
      context.globalAlpha = 1;
    } else if (markedStart !== null) context.fillRect(view.toX(markedStart) - 1, top, 2, height);
  }

  #paintSegments(
    context: CanvasRenderingContext2D,
    segments: readonly Segment[],
    top: number,
    room: number,
    wave: number,
  ): void {
    const { view, editor } = this.audio;
    const { selection, others } = editor.getState();
    const { lanes, count } = lanesOf(segments);
    const lane = Math.min(LANE, (wave * 0.5) / count);
    context.font = `500 ${FONT}px ${this.#theme.font}`;
    for (const segment of segments) {
      const { start, end } = segment.geometry;
      if (end < view.start || start > view.end) continue;
      const isSelected = selection.includes(segment.id);
      const isFaint = selection.length > 0 && !isSelected && others !== 'show';
      if (isFaint && others === 'hide') continue;
      const x = view.toX(start);
      const width = Math.max(2, view.toX(end) - x);
      const colour = this.options.colourOf(segment);
      const y = top + 4 + (lanes.get(segment.id) ?? 0) * (lane + 2);
      context.fillStyle = colour;
      context.globalAlpha = (isSelected ? 0.3 : 0.14) * (isFaint ? 0.4 : 1);
      context.fillRect(x, y, width, top + wave - y); // the spectrogram keeps its colours
      context.globalAlpha = isFaint ? 0.35 : 1;
      context.setLineDash(segment.predicted === undefined ? [] : [4, 3]);
      context.strokeStyle = colour;
      context.lineWidth = isSelected ? 2 : 1;
      context.beginPath();
      for (const edge of [x, x + width]) {
        context.moveTo(edge, y);
        context.lineTo(edge, top + room);
      }
      if (segment.predicted !== undefined) context.rect(x, y, width, lane);
      context.stroke();
      context.setLineDash([]);
      this.#paintTag(context, segment, { x, y, width, lane, colour });
      context.globalAlpha = 1;
    }
  }

  #paintTag(
    context: CanvasRenderingContext2D,
    segment: Segment,
    {
      x,
      y,
      width,
      lane,
      colour,
    }: { x: number; y: number; width: number; lane: number; colour: string },
  ): void {
    const { editor, view } = this.audio;
    const isPredicted = segment.predicted !== undefined;
    if (!isPredicted) {
      context.fillStyle = colour;
      context.fillRect(x, y, width, lane);
    }
    if (lane < 12 || width < 14) return;
    const left = Math.max(x, 0) + 5;
    const space = Math.min(x + width, view.width) - left - 4;
    if (space < 8) return;
    const key = transcriptOf(editor.schema, segment);
    const said = key === null ? undefined : segment.attributes[key];
    const title = this.options.labelTitle(segment.field, segment.label);
    const words = typeof said === 'string' && said ? `${title}  ${said}` : title;
    context.save();
    context.beginPath();
    context.rect(left, y, space, lane);
    context.clip();
    context.fillStyle = isPredicted ? this.#theme.text : textOn(colour);
    context.fillText(words.slice(0, 200), left, y + lane / 2 + 0.5);
    context.restore();
  }

  #paintOverview(
    context: CanvasRenderingContext2D,
    segments: readonly Segment[],
    width: number,
    ratio: number,
  ): void {
    const { view, duration } = this.audio;
    const key = `${width} ${ratio} ${this.#theme.faint}`;
    if (this.#overview?.key !== key) {
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.round(OVERVIEW * ratio);
      const onto = canvas.getContext('2d');
      if (onto)
        paintWave(onto, this.sound.peaks, 0, duration, {
          y: 0,
          width: canvas.width,
          height: canvas.height,
          colour: this.#theme.faint,
        });
      this.#overview = { canvas, key };
    }
    context.fillStyle = this.#theme.sunk;
    context.fillRect(0, 0, width, OVERVIEW);
    context.drawImage(this.#overview.canvas, 0, 0, width, OVERVIEW);
    const scale = width / duration;
    for (const segment of segments) {
      context.fillStyle = this.options.colourOf(segment);
      const { start, end } = segment.geometry;
      context.fillRect(start * scale, OVERVIEW - 4, Math.max(1, (end - start) * scale), 4);
    }
    if (!view.isFitted) {
      const x = view.start * scale;
      const wide = Math.max(3, view.seconds * scale);
      context.fillStyle = this.#theme.accent;
      context.globalAlpha = 0.16;
      context.fillRect(x, 0, wide, OVERVIEW);
      context.globalAlpha = 1;
      context.strokeStyle = this.#theme.accent;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, 0.5, wide - 1, OVERVIEW - 1);
    }
    context.fillStyle = this.#theme.line;
    context.fillRect(0, OVERVIEW - 1, width, 1);
  }

  #paintPlayhead(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { view, player, duration } = this.audio;
    context.fillStyle = this.#theme.text;
    context.fillRect((player.time / duration) * width - 0.5, 0, 1, OVERVIEW);
    const x = view.toX(player.time);
    if (x < -6 || x > width + 6) return;
    // A light hairline around it: it is seen on the dark of the spectrogram too.
    context.fillStyle = 'rgb(255 255 255 / 0.55)';
    context.fillRect(x - 1.75, OVERVIEW + RULER, 3.5, height - OVERVIEW - RULER);
    context.fillStyle = this.#theme.text;
    context.fillRect(x - 0.75, OVERVIEW, 1.5, height - OVERVIEW);
    context.beginPath();
    context.moveTo(x - 5, OVERVIEW);
    context.lineTo(x + 5, OVERVIEW);
    context.lineTo(x, OVERVIEW + 7);
    context.fill();
  }
}

function paintWave(
  context: CanvasRenderingContext2D,
  peaks: Peaks,
  from: number,
  to: number,
  box: { y: number; width: number; height: number; colour: string },
): void {
  const middle = box.y + box.height / 2;
  const scale = box.height / 2 - 2;
  context.fillStyle = box.colour;
  context.fillRect(0, middle - 0.5, box.width, 1);
  forEachColumn(peaks, from, to, Math.ceil(box.width), (x, low, high) => {
    context.fillRect(x, middle - high * scale, 1, Math.max(1, (high - low) * scale));
  });
}

function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const property = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  return {
    text: property('--text', '#222'),
    faint: property('--wave', '#5a8c96'),
    line: property('--hairline', '#ccc'),
    ground: property('--surface-2', '#fff'),
    sunk: property('--surface-1', '#eee'),
    accent: property('--accent', '#157a76'),
    font: style.fontFamily || 'sans-serif',
  };
}
