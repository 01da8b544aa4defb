import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect } from 'react';
import { orNothing } from '@/lib/or-nothing';
import type { EditorState } from '../core/state';
import { useScreen, useScreenState } from './screen-context';
import classes from './regions-panel.module.css';

/** Used with the first region, and fetched before, when the item has been there for a moment. */
const loadList = () => import('./region-list');
const RegionList = lazy(() => orNothing(loadList()));

const FETCH_AFTER_MS = 1000;
const hasRegions = (state: EditorState) => state.document.regions.length > 0;

/** The list of the regions, or what to do first. */
export function RegionsPanel() {
  const screen = useScreen();
  const { t } = useLingui();
  const isFilled = useScreenState(hasRegions);
  useEffect(() => {
    const timer = setTimeout(() => void loadList().catch(() => undefined), FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (isFilled) {
    return (
      <Suspense fallback={null}>
        <RegionList />
      </Suspense>
    );
  }
  return (
    <p className={classes.none}>
      {screen.item.kind === 'image'
        ? t`No regions yet. Choose a label and draw on the image.`
        : screen.item.kind === 'audio'
          ? t`No segments yet.`
          : t`No spans yet. Select text, then choose a label.`}
    </p>
  );
}
