import { useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store';
import { isProblem, type ApiProblem } from './problem';

export type SaveWord =
  | 'saved'
  | 'unsaved'
  | 'saving'
  /** No answer, or not logged in: tried again by itself. */
  | 'waiting'
  /** Somebody else saved first; waits for a decision. */
  | 'conflict'
  /** The server will not take it; waits for a change. */
  | 'refused';

export interface SaveStatus {
  word: SaveWord;
  version: number;
  problem: ApiProblem | null;
}

interface AutosaverOptions<Content, Answer extends { version: number }> {
  content: Content;
  version: number;
  save: (content: Content, version: number) => Promise<Answer>;
  onSaved?: (answer: Answer, content: Content) => void;
  /** Whether the newer content in a 412 is what we sent: our own save, whose answer was lost. */
  isOurs?: (problem: ApiProblem, content: Content) => boolean;
  /** After a 412: what both sides make together where that can be said without asking; null where a person decides. */
  merge?: (problem: ApiProblem, saved: Content, content: Content) => Merged<Content> | null;
  delay?: number;
}

/** What the server has now, of which version, and what to go on with. */
export interface Merged<Content> {
  saved: Content;
  version: number;
  content: Content;
}

const PASSING = new Set([0, 401, 502, 503, 504]);
const SLOWEST_RETRY = 30_000;

/**
 * Saves content some moments after its last change, one request at a time, each against the version of the one
 * before. Nothing is sent over somebody else's work: a 412 stops it until `overwrite` or `adopt`.
 */
export class Autosaver<Content, Answer extends { version: number }> {
  readonly #options: AutosaverOptions<Content, Answer>;
  readonly #store: ExternalStore<SaveStatus>;
  #content: Content;
  #saved: Content;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #failures = 0;

  constructor(options: AutosaverOptions<Content, Answer>) {
    this.#options = options;
    this.#content = options.content;
    this.#saved = options.content;
    this.#store = new ExternalStore<SaveStatus>({
      word: 'saved',
      version: options.version,
      problem: null,
    });
  }

  get = (): SaveStatus => this.#store.get();
  subscribe = (listener: () => void) => this.#store.subscribe(listener);

  get content(): Content {
    return this.#content;
  }

  /** What the server had when we last heard of it: where what is not saved yet goes on from. */
  get saved(): Content {
    return this.#saved;
  }

  get isDirty(): boolean {
    return this.#content !== this.#saved;
  }

  change(content: Content): void {
    if (content === this.#content) return;
    this.#content = content;
    if (this.get().word === 'conflict') return;
    if (!this.#running) this.#say(this.isDirty ? 'unsaved' : 'saved');
    this.#plan(this.#options.delay ?? 800);
  }

  /** Sends at once what is not saved yet. True when all of it is saved then. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (this.isDirty && this.get().word !== 'conflict') await this.#run();
    return !this.isDirty;
  }

  /** Goes on from what the server has now; ours is given up here. */
  adopt(content: Content, version: number): void {
    this.rebase({ saved: content, version, content });
  }

  /** Goes on from what the server has now, with what was made of ours; sends that where it differs. */
  rebase({ saved, version, content }: Merged<Content>): void {
    clearTimeout(this.#timer);
    this.#content = content;
    this.#saved = saved;
    this.#store.set({ word: this.isDirty ? 'unsaved' : 'saved', version, problem: null });
    if (this.isDirty) this.#plan(this.#options.delay ?? 800);
  }

  /** Keeps ours: saves it over `version`, which the person has seen. */
  overwrite(version: number): Promise<boolean> {
    this.#store.set({ word: 'unsaved', version, problem: null });
    return this.flush();
  }

  /** No more requests by itself. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #plan(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #run(): Promise<void> {
    this.#running = this.#send().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #send(): Promise<void> {
    const content = this.#content;
    const { version } = this.get();
    this.#say('saving');
    try {
      const answer = await this.#options.save(content, version);
      this.#settle(content, answer.version);
      this.#options.onSaved?.(answer, content);
    } catch (error) {
      this.#fail(error, content);
    }
  }

  #settle(content: Content, version: number): void {
    this.#failures = 0;
    this.#saved = content;
    this.#store.set({ word: this.isDirty ? 'unsaved' : 'saved', version, problem: null });
    if (this.isDirty) this.#plan(this.#options.delay ?? 800);
  }

  #fail(error: unknown, content: Content): void {
    if (!isProblem(error)) {
      this.#say('refused');
      throw error;
    }
    const newer = Number(error.extensions.current);
    if (error.status === 412 && this.#options.isOurs?.(error, content) && newer) {
      this.#settle(content, newer);
    } else if (error.status === 412) {
      const merged = this.#options.merge?.(error, this.#saved, this.#content);
      if (merged) this.rebase(merged);
      else this.#say('conflict', error);
    } else if (PASSING.has(error.status)) {
      this.#failures += 1;
      this.#say('waiting', error);
      this.#plan(Math.min(1000 * 2 ** this.#failures, SLOWEST_RETRY));
    } else {
      this.#say('refused', error);
    }
  }

  #say(word: SaveWord, problem: ApiProblem | null = null): void {
    this.#store.set({ ...this.get(), word, problem });
  }
}

export function useSaveStatus<C, A extends { version: number }>(
  saver: Autosaver<C, A>,
): SaveStatus {
  return useSyncExternalStore(saver.subscribe, saver.get);
}
