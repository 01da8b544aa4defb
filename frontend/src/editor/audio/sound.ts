import type { Peaks } from './peaks';

/** A sound, ready to be shown and played. */
export interface Sound {
  /** Seconds. */
  readonly duration: number;
  readonly peaks: Peaks;
  /** Where its bytes are, and its spectrogram; null where it is not to be heard (a preview). */
  readonly url: string | null;
  readonly spectrogramUrl: string | null;
}
