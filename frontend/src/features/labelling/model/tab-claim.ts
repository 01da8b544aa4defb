/** The part of a BroadcastChannel that claims use. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

interface Message {
  readonly kind: 'claim' | 'held' | 'released' | 'taken';
  readonly subject: string;
  readonly tab: string;
  /** When this window opened it, to know who was first. */
  readonly since: number;
}

function isMessage(data: unknown): data is Message {
  return typeof data === 'object' && data !== null && 'kind' in data && 'subject' in data;
}

/**
 * One window works on a thing at a time. Whoever opened it first keeps it; the second hears so within a moment and only looks on,
 * until the first lets go or the person takes it over.
 */
export class TabClaim {
  readonly #channel: Channel;
  readonly #tab: string;
  readonly #now: () => number;
  readonly #onChange: (isMine: boolean) => void;
  #since = 0;
  #subject: string | null = null;
  #isMine = true;

  constructor(
    channel: Channel,
    tab: string,
    onChange: (isMine: boolean) => void,
    now: () => number = Date.now,
  ) {
    this.#channel = channel;
    this.#tab = tab;
    this.#onChange = onChange;
    this.#now = now;
    channel.addEventListener('message', this.#hear);
  }

  get isMine(): boolean {
    return this.#isMine;
  }

  /** Holds `subject` from now on, unless another window answers that it does; lets go of what was held before. */
  claim(subject: string): void {
    if (this.#subject === subject) return;
    this.release();
    this.#subject = subject;
    this.#since = this.#now();
    this.#isMine = true;
    this.#say('claim');
  }

  /** Takes it from the window that has it. */
  takeOver(): void {
    if (this.#subject === null || this.#isMine) return;
    this.#become(true);
    this.#say('taken');
  }

  release(): void {
    const subject = this.#subject;
    const wasMine = this.#isMine;
    this.#subject = null;
    this.#isMine = true;
    if (subject !== null && wasMine) this.#say('released', subject);
  }

  close(): void {
    this.release();
    this.#channel.removeEventListener('message', this.#hear);
  }

  readonly #hear = (event: MessageEvent): void => {
    const message: unknown = event.data;
    if (!isMessage(message) || message.subject !== this.#subject || message.tab === this.#tab)
      return;
    if (message.kind === 'claim' && this.#isMine) {
      if (this.#wasBefore(message)) this.#say('held');
      else this.#become(false);
    } else if (message.kind === 'held' || message.kind === 'taken') this.#become(false);
    else if (message.kind === 'released' && !this.#isMine) {
      // Of several that look on, each tries; the one that was here first gets it.
      this.#become(true);
      this.#say('claim');
    }
  };

  #wasBefore(other: Message): boolean {
    return this.#since < other.since || (this.#since === other.since && this.#tab < other.tab);
  }

  #become(isMine: boolean): void {
    if (this.#isMine === isMine) return;
    this.#isMine = isMine;
    this.#onChange(isMine);
  }

  #say(kind: Message['kind'], subject = this.#subject ?? ''): void {
    const message: Message = { kind, subject, tab: this.#tab, since: this.#since };
    this.#channel.postMessage(message);
  }
}
