import { ExternalStore } from '@/lib/external-store';
import { clamp } from '../core/points';
import type { Stretch } from './segments';

export interface PlayerState {
  readonly isPlaying: boolean;
  readonly speed: number;
  /** The stretch that is repeated, or null. */
  readonly loop: Stretch | null;
  /** The browser cannot play it: everything else still works. */
  readonly isMute: boolean;
}

export const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];

/** What of a media element the player needs. */
export interface Media {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  play(): Promise<void>;
  pause(): void;
}

/** Plays a sound from anywhere to anywhere. It is told of every frame: `tick`. */
export class Player {
  readonly state = new ExternalStore<PlayerState>({
    isPlaying: false,
    speed: 1,
    loop: null,
    isMute: false,
  });
  #time = 0;
  #until: number | null = null;
  #media: Media | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(readonly duration: number) {}

  /** The media element, once the page has one. */
  attach(media: Media | null): void {
    this.#media = media;
    if (media) {
      media.playbackRate = this.state.get().speed;
      media.currentTime = this.#time;
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get time(): number {
    return this.#time;
  }

  seek(time: number): void {
    this.#time = clamp(time, 0, this.duration);
    if (this.#media) this.#media.currentTime = this.#time;
    // Who goes elsewhere does not want it to stop there.
    this.#until = null;
    this.#tell();
  }

  toggle(): void {
    if (this.state.get().isPlaying) this.pause();
    else this.play();
  }

  /** Plays on from the playhead, or from the start where it is at the end. */
  play(): void {
    const { loop } = this.state.get();
    if (loop && (this.#time < loop.start || this.#time >= loop.end)) this.seek(loop.start);
    else if (this.#time >= this.duration - 0.001) this.seek(0);
    this.#until = null;
    this.#start();
  }

  /** Plays these moments, and stops. */
  playStretch({ start, end }: Stretch): void {
    this.seek(start);
    this.#until = end;
    this.#start();
  }

  pause(): void {
    this.#media?.pause();
    this.#set({ isPlaying: false });
  }

  setSpeed(speed: number): void {
    if (this.#media) this.#media.playbackRate = speed;
    this.#set({ speed });
  }

  /** One step faster or slower. */
  stepSpeed(by: 1 | -1): void {
    const { speed } = this.state.get();
    const at = SPEEDS.findIndex((each) => each >= speed);
    this.setSpeed(SPEEDS[clamp(at + by, 0, SPEEDS.length - 1)] ?? 1);
  }

  setLoop(loop: Stretch | null): void {
    this.#set({ loop });
  }

  /** The media element has played on; called with every frame while it plays. */
  tick(): void {
    const media = this.#media;
    if (!media || !this.state.get().isPlaying) return;
    this.#time = Math.min(media.currentTime, this.duration);
    const { loop } = this.state.get();
    if (this.#until !== null && this.#time >= this.#until) {
      this.pause();
      this.#time = this.#until;
      media.currentTime = this.#time;
      this.#until = null;
    } else if (this.#until === null && loop && this.#time >= loop.end) {
      this.#time = loop.start;
      media.currentTime = loop.start;
    } else if (media.paused) this.#set({ isPlaying: false });
    this.#tell();
  }

  /** The media element says that it cannot. */
  fail(): void {
    this.#set({ isPlaying: false, isMute: true });
  }

  #start(): void {
    if (!this.#media || this.state.get().isMute) return;
    this.#set({ isPlaying: true });
    // Refused where the page was never touched, and cut short by a pause: nothing to say about either.
    this.#media.play().catch(() => this.#set({ isPlaying: false }));
  }

  #set(part: Partial<PlayerState>): void {
    this.state.set({ ...this.state.get(), ...part });
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
