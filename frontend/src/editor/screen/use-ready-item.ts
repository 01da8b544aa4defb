import { useEffect, useMemo, useState } from 'react';
import {
  readyItem,
  readyNow,
  type ItemSource,
  type ReadyItem,
  type ScreenItem,
} from './screen-item';

/**
 * The item ready to be shown: null until it is, `broken` where it cannot be had. What it fetched is given back at the end, and
 * fetched anew where one of the facts about it changes.
 */
export function useReadyItem(source: ItemSource | null | undefined): ScreenItem | null {
  const { kind, text, media_url, width, height } = source ?? {};
  const stable = useMemo(
    () => (kind === undefined ? null : { kind, text, media_url, width, height }),
    [kind, text, media_url, width, height],
  );
  const now = useMemo(() => stable && readyNow(stable), [stable]);
  const [loaded, setLoaded] = useState<ScreenItem | null>(null);
  useEffect(() => {
    if (!stable || now) return undefined;
    let isOver = false;
    let open: ReadyItem | null = null;
    readyItem(stable).then(
      (ready) => {
        if (isOver) return ready.close();
        open = ready;
        setLoaded(ready.item);
      },
      () => !isOver && setLoaded({ kind: 'broken' }),
    );
    return () => {
      isOver = true;
      setLoaded(null);
      open?.close();
    };
  }, [stable, now]);
  return now ?? loaded;
}
