import { Suspense, useEffect, useRef, type RefObject } from 'react';
import { RegionPopover } from './region-popover';
import { useScreen } from './screen-context';
import { STAGES, type StageProps } from './stages/stages';
import classes from './stage.module.css';

/** The item itself with all the room there is. */
export function Stage(props: StageProps) {
  const { item } = useScreen();
  const root = useRef<HTMLDivElement>(null);
  const Item = STAGES[item.kind];
  return (
    <div ref={root} className={classes.stage} data-kind={item.kind} data-stage>
      <Suspense fallback={null}>
        <Item {...props} />
        <Arrival root={root} />
      </Suspense>
      <RegionPopover />
    </div>
  );
}

/** A new item has the keys as soon as it is shown, unless somebody is in a dialog. */
function Arrival({ root }: { root: RefObject<HTMLDivElement | null> }) {
  const screen = useScreen();
  useEffect(() => {
    const isElsewhere = document.querySelector('[role=dialog]') !== null;
    if (!isElsewhere) focusStage(root.current);
  }, [screen, root]);
  return null;
}

/** Gives the keys back to the item. */
export function focusStage(within: ParentNode | null = document): void {
  within
    ?.querySelector<HTMLElement>(
      '[role=application], [role=textbox][aria-readonly], [data-reading]',
    )
    ?.focus({ preventScroll: true });
}
