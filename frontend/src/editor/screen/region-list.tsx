import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect } from 'react';
import { orNothing } from './or-nothing';
import type { EditorState } from '../core/state';
import { useScreen, useScreenState } from './screen-context';
import classes from './region-list.module.css';

const hasRegions = (state: EditorState) => state.document.regions.length > 0;

/** Used with the first region, and fetched before, when the item has long been there: the network may be gone by then. */
const loadTree = () => import('./region-tree-view');
const RegionTreeView = lazy(() => orNothing(loadTree()));
const FETCH_AFTER_MS = 500;

/** The regions of the item, or what to do where there are none. */
export function RegionList() {
  const screen = useScreen();
  const { t } = useLingui();
  const isEmpty = !useScreenState(hasRegions);
  useEffect(() => {
    const timer = setTimeout(() => void loadTree().catch(() => undefined), FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (isEmpty) {
    return (
      <p className={classes.none}>
        {screen.item.kind === 'image'
          ? t`No regions yet. Choose a label and draw on the image.`
          : t`No spans yet. Select text, then choose a label.`}
      </p>
    );
  }
  return (
    <Suspense fallback={<div className={classes.list} />}>
      <RegionTreeView />
    </Suspense>
  );
}
