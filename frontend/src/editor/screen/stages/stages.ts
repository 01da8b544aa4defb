import { lazy, type ComponentType } from 'react';
import { decodeImage } from '@/lib/decoded-image';
import type { ScreenItem } from '../screen-model';

export interface StageProps {
  /** What a reader hears on arriving: "Item 4 of 20". */
  label: string;
  snapsToWords: boolean;
}

type Kind = ScreenItem['kind'];

/** What shows an item, by its kind. Each is fetched when the first item of its kind is: nobody pays for the others. */
const LOADERS: Record<Kind, () => Promise<{ default: ComponentType<StageProps> }>> = {
  image: () => import('./image-stage'),
  text: () => import('./text-stage'),
  broken: () => import('./broken-stage'),
};

export const STAGES: Record<Kind, ComponentType<StageProps>> = {
  image: lazy(LOADERS.image),
  text: lazy(LOADERS.text),
  broken: lazy(LOADERS.broken),
};

/** Decodes an image while the code that will show it is on its way too. */
export const decodeForStage: typeof decodeImage = (url, size) => {
  LOADERS.image().catch(() => undefined); // fetched again where it is shown, and there a failure has words
  return decodeImage(url, size);
};
