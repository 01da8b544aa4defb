import type { Bounds, ImagePoint } from '../core/points';
import type { Geometry } from '../core/value';

export interface Draft {
  readonly geometry: Geometry;
  readonly colour: string;
}

export interface OverlayContent {
  /** The shape being drawn, which is no region yet. */
  readonly draft: Draft | null;
  readonly crosshair: ImagePoint | null;
  readonly hovered: string | null;
  readonly marquee: Bounds | null;
  readonly cursor: string;
}

const EMPTY: OverlayContent = {
  draft: null,
  crosshair: null,
  hovered: null,
  marquee: null,
  cursor: 'default',
};

/** What a tool shows while it works. Apart from the editor's state: the pointer moves it, and no panel may re-render for that. */
export class Overlay {
  #content = EMPTY;
  readonly #listeners = new Set<() => void>();

  get content(): OverlayContent {
    return this.#content;
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
