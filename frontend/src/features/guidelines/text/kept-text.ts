import type { KeptStore } from '@/api/kept/kept-database';
import type { Choices } from './merge';

/** Writing that the server does not have yet, as it is kept on this computer. */
export interface KeptText {
  readonly draft: string;
  /** The version of the draft it goes on from, and its text. */
  readonly version: number;
  readonly base: string;
  readonly markdown: string;
  /** What was decided so far about sections that somebody else changed as well, and beside which version of theirs. */
  readonly choices?: { readonly version: number; readonly made: Choices };
}

/** Keeps the newest writing of one person in one project, until the server has it: a closed tab loses nothing. */
export class TextKeeper {
  readonly #store: KeptStore;
  readonly #user: string;
  readonly #subject: string;
  #latest: KeptText | null = null;
  #isWriting = false;

  constructor(store: KeptStore, user: string, project: string) {
    this.#store = store;
    this.#user = user;
    this.#subject = `guideline:${project}`;
  }

  async read(): Promise<KeptText | null> {
    const kept = await this.#store.draft(this.#user, this.#subject).catch(() => null);
    return (kept?.value ?? null) as KeptText | null; // written below
  }

  /** `null` when the server has all of it. */
  keep(text: KeptText | null): void {
    this.#latest = text;
    if (!this.#isWriting) void this.#write();
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    let written: KeptText | null | undefined;
    while (written !== this.#latest) {
      written = this.#latest;
      await (written ? this.#put(written) : this.#store.dropDraft(this.#user, this.#subject)).catch(
        () => undefined, // a full disk: it is still in this window
      );
    }
    this.#isWriting = false;
  }

  #put(text: KeptText): Promise<void> {
    return this.#store.putDraft({
      user: this.#user,
      subject: this.#subject,
      value: text,
      seconds: 0,
      schemaVersion: '',
      baseVersion: text.version,
      isSynced: false,
      savedAt: 0,
    });
  }
}
