import { ExternalStore } from '@/lib/external-store';
import type { Plain } from '@/lib/schema-document';
import type { TextFault, TextFormat } from './text';

/** Text that cannot be read: it stays as typed, and the form waits. */
export interface BrokenText {
  format: TextFormat;
  text: string;
  faults: readonly TextFault[];
}

export interface DraftState {
  document: Plain;
  broken: BrokenText | null;
  canUndo: boolean;
  canRedo: boolean;
}

const MOST_STEPS = 200;

/**
 * The document being edited, with undo. Changes of one gesture (`gesture` is the same as that of the change
 * before) are one step; `endGesture` closes it, when an input loses the focus.
 */
export class DraftStore {
  readonly #store: ExternalStore<DraftState>;
  #past: Plain[] = [];
  #future: Plain[] = [];
  #gesture: string | null = null;

  constructor(document: Plain) {
    this.#store = new ExternalStore<DraftState>({
      document,
      broken: null,
      canUndo: false,
      canRedo: false,
    });
  }

  get = (): DraftState => this.#store.get();
  subscribe = (listener: () => void) => this.#store.subscribe(listener);

  change(document: Plain, gesture: string | null = null): void {
    if (document === this.get().document) return;
    if (gesture === null || gesture !== this.#gesture) {
      this.#past = [...this.#past.slice(1 - MOST_STEPS), this.get().document];
    }
    this.#gesture = gesture;
    this.#future = [];
    this.#show(document);
  }

  endGesture(): void {
    this.#gesture = null;
  }

  breakText(broken: BrokenText): void {
    this.#gesture = null;
    this.#store.set({ ...this.get(), broken });
  }

  /** Gives the unreadable text up: back to what could be read last. */
  mendText(): void {
    this.#store.set({ ...this.get(), broken: null });
  }

  undo(): void {
    const document = this.#past.at(-1);
    if (!document) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.get().document];
    this.#gesture = null;
    this.#show(document);
  }

  redo(): void {
    const document = this.#future.at(-1);
    if (!document) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.get().document];
    this.#gesture = null;
    this.#show(document);
  }

  #show(document: Plain): void {
    this.#store.set({
      document,
      broken: null,
      canUndo: this.#past.length > 0,
      canRedo: this.#future.length > 0,
    });
  }
}
