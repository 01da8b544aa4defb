import type { Bounds, ImagePoint } from '../core/points';
import type { Geometry } from '../core/value';
import type { Viewport } from '../core/viewport';
import type { Links } from '../shapes/shape';

export interface Draft {
  readonly geometry: Geometry;
  readonly colour: string;
  readonly links?: Links;
}

/** Paints what only its tool knows, in device pixels: a brush and what it has touched so far. */
export type Sketch = (context: CanvasRenderingContext2D, viewport: Viewport) => void;

/** What a tool has to say in words; the screen has the sentence for each. */
export type Hint =
  | { readonly kind: 'brush' | 'eraser'; readonly size: number; readonly isNew: boolean }
  | { readonly kind: 'wand'; readonly tolerance: number; readonly isNew: boolean }
  | { readonly kind: 'fill' | 'no-hole' | 'no-pixels' | 'loading' | 'not-loaded' }
  | { readonly kind: 'mask_outline' | 'cut' | 'hole' | 'not-cut' | 'no-overlap' | 'apart' }
  | {
      readonly kind: 'keypoint';
      readonly field: string;
      readonly label: string;
      /** Its place in the skeleton. */
      readonly point: number;
      readonly count: number;
      /** COCO's: 0 is not labelled, 1 hidden, 2 visible. */
      readonly visibility: number;
      readonly isPlacing: boolean;
    }
  | { readonly kind: 'keypoints' };

/** A point with its name, the active one of a skeleton. */
export interface NamedPoint {
  readonly at: ImagePoint;
  readonly field: string;
  readonly label: string;
  /** Its place in the label's skeleton. */
  readonly point: number;
}

export interface OverlayContent {
  /** The shape being drawn, which is no region yet. */
  readonly draft: Draft | null;
  readonly crosshair: ImagePoint | null;
  readonly hovered: string | null;
  readonly marquee: Bounds | null;
  readonly cursor: string;
  readonly sketch: Sketch | null;
  /** A region that the sketch shows as it is about to be. */
  readonly replaced: string | null;
  /** Where a point will lie exactly on a neighbour's outline. */
  readonly snapped: ImagePoint | null;
  readonly named: NamedPoint | null;
  readonly hint: Hint | null;
}

const EMPTY: OverlayContent = {
  draft: null,
  crosshair: null,
  hovered: null,
  marquee: null,
  cursor: 'default',
  sketch: null,
  replaced: null,
  snapped: null,
  named: null,
  hint: null,
};

/** What a tool shows while it works. Apart from the editor's state: the pointer moves it, and no panel may re-render for that. */
export class Overlay {
  #content = EMPTY;
  #marks: Sketch | null = null;
  readonly #listeners = new Set<() => void>();

  get content(): OverlayContent {
    return this.#content;
  }

  /** What lies over the resting regions whatever tool is in the hand: the arrows of relations. */
  get marks(): Sketch | null {
    return this.#marks;
  }

  setMarks(marks: Sketch | null): void {
    this.#marks = marks;
    this.show({});
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  show(patch: Partial<OverlayContent>): void {
    this.#content = { ...this.#content, ...patch };
    for (const listener of this.#listeners) listener();
  }

  clear(): void {
    this.show(EMPTY);
  }
}
