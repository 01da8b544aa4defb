import type { Sound } from '../audio/sound';
import { BrokenImage, decodeImage } from '@/lib/decoded-image';

/** What is to be labelled, ready to be shown. */
export type ScreenItem =
  | {
      readonly kind: 'image';
      readonly source: CanvasImageSource;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'audio' } & Sound)
  /** What it shows cannot be had or read: there is nothing to label. */
  | { readonly kind: 'broken' };

/** What the API says of an item, as far as showing it needs it. */
export interface ItemSource {
  readonly kind: string;
  readonly text?: string | null | undefined;
  readonly media_url?: string | null | undefined;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
}

/** An item with its media fetched and decoded. */
export interface ReadyItem {
  readonly item: ScreenItem;
  /** Gives the memory back. */
  readonly close: () => void;
}

/** How the items of a kind that has media get ready. Another kind is one more entry here and in `stages/stages.ts`. */
const LOADERS: Readonly<Record<string, (source: ItemSource) => Promise<ReadyItem>>> = {
  image: async ({ media_url: url, width, height }) => {
    if (!url) throw new BrokenImage('An image without bytes.');
    const { close, ...image } = await decodeImage(url, { width: width ?? 1, height: height ?? 1 });
    return { item: { kind: 'image', ...image }, close };
  },
  audio: async (source) => (await import('../audio/load-sound')).loadSound(source),
};

const BROKEN: ReadyItem = { item: { kind: 'broken' }, close: () => undefined };

/** The item where nothing has to be fetched to show it, else null. */
export function readyNow({ kind, text }: ItemSource): ScreenItem | null {
  return Object.hasOwn(LOADERS, kind) ? null : { kind: 'text', text: text ?? '' };
}

/**
 * The item ready to be shown; `broken` where trying again will hardly help. Fails where it may: no network, a server that is
 * down.
 */
export async function readyItem(source: ItemSource): Promise<ReadyItem> {
  const item = readyNow(source);
  if (item) return { item, close: () => undefined };
  try {
    return await LOADERS[source.kind]!(source); // `readyNow` would have answered
  } catch (error) {
    if (error instanceof BrokenImage) return BROKEN;
    throw error;
  }
}
