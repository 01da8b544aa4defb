import { lazy, type ComponentType } from 'react';
import { readyItem, type ScreenItem } from '../screen-item';

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
  audio: async () => (await import('../../audio/with-words')).audioStage(),
  broken: () => import('./broken-stage'),
};

export const STAGES: Record<Kind, ComponentType<StageProps>> = {
  image: lazy(LOADERS.image),
  text: lazy(LOADERS.text),
  audio: lazy(LOADERS.audio),
  broken: lazy(LOADERS.broken),
};

/** As `readyItem`, while the code that will show the item is on its way too. */
export const readyForStage: typeof readyItem = (source) => {
  // Fetched again where it is shown, and there a failure has words.
  if (isKind(source.kind)) LOADERS[source.kind]().catch(() => undefined);
  return readyItem(source);
};

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(LOADERS, kind);
}
