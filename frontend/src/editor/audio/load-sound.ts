import { BrokenImage } from '@/lib/decoded-image';
import type { ItemSource, ReadyItem } from '../screen/screen-item';
import { readPeaks, type Peaks } from './peaks';

/**
 * The sound ready to be shown: its peaks are there, its bytes come as they are played. Fails with `BrokenImage` where trying again
 * will hardly help.
 */
export async function loadSound({ media_url: url }: ItemSource): Promise<ReadyItem> {
  if (!url) throw new BrokenImage('A sound without bytes.');
  const beside = (name: string) => url.replace(/media$/, name);
  const response = await fetch(beside('peaks'), { credentials: 'same-origin' });
  if (!response.ok) {
    const words = `The sound could not be loaded (${response.status}).`;
    throw response.status < 500 ? new BrokenImage(words) : new Error(words);
  }
  const peaks = parsed(await response.arrayBuffer());
  const spectrogramUrl = beside('spectrogram');
  return {
    item: { kind: 'audio', duration: peaks.duration, peaks, url, spectrogramUrl },
    close: () => undefined,
  };
}

function parsed(buffer: ArrayBuffer): Peaks {
  try {
    return readPeaks(buffer);
  } catch (error) {
    throw new BrokenImage('The sound could not be read.', { cause: error });
  }
}
