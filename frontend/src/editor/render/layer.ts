import type { Viewport } from '../core/viewport';

/** One canvas of the stack, as many device pixels large as the view. */
export class Layer {
  readonly context: CanvasRenderingContext2D;

  constructor(readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser gives no 2D canvas');
    this.context = context;
  }

  /** Empty, of the right size and in device pixels; returns the context to paint on. */
  prepare({ view, pixelRatio }: Viewport): CanvasRenderingContext2D {
    const width = Math.max(1, Math.round(view.width * pixelRatio));
    const height = Math.max(1, Math.round(view.height * pixelRatio));
    const { canvas, context } = this;
    // Setting a size, even the same one, throws the canvas's memory away: only when it must.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, width, height);
    return context;
  }
}
