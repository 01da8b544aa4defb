import { useLingui } from '@lingui/react/macro';
import type { Hint } from '../render/overlay';
import { useScreen } from './screen-context';
import classes from './tool-hint.module.css';

/** What the tool in the hand has to say, at the foot of the image. */
export default function ToolHint({ hint }: { hint: Hint }) {
  const words = useHintWords();
  return (
    <div className={classes.place} role="status">
      <span className={classes.hint} data-warns={WARNINGS.has(hint.kind) || undefined}>
        {words(hint)}
      </span>
    </div>
  );
}

const WARNINGS: ReadonlySet<Hint['kind']> = new Set([
  'no-hole',
  'no-pixels',
  'not-loaded',
  'not-cut',
  'no-overlap',
  'apart',
]);

function useHintWords(): (hint: Hint) => string {
  const screen = useScreen();
  const { t, i18n } = useLingui();
  return (hint) => {
    switch (hint.kind) {
      case 'brush': {
        const { size } = hint;
        return hint.isNew
          ? t`Brush of ${size} px, [ and ] change it. Paint a new mask; Alt erases.`
          : t`Brush of ${size} px, [ and ] change it. Adds to the selected mask; Esc begins a new one.`;
      }
      case 'eraser': {
        const { size } = hint;
        return t`Eraser of ${size} px, [ and ] change it. Takes away from the mask you touch.`;
      }
      case 'wand': {
        const { tolerance } = hint;
        return hint.isNew
          ? t`Tolerance ${tolerance}: [ and ] or a drag to the side change it. Makes a new mask.`
          : t`Tolerance ${tolerance}: [ and ] or a drag to the side change it. Adds to the selected mask; Esc begins a new one.`;
      }
      case 'fill':
        return t`Click in a hole to fill it, or on the mask to fill all its holes.`;
      case 'no-hole':
        return t`There is no hole here that is closed all around.`;
      case 'no-pixels':
        return t`The browser does not let this page read the image's colours.`;
      case 'loading':
        return t`Loading the tool …`;
      case 'not-loaded':
        return t`The tool could not be loaded. Click to try again.`;
      case 'mask_outline':
        return t`Click around a part to add it to the mask. Hold Alt at the end to take it out.`;
      case 'cut':
        return t`Draw a line through a polygon, from outside to outside. Enter cuts.`;
      case 'not-cut':
        return t`The line does not lead through a polygon. Begin and end it outside.`;
      case 'hole':
        return t`Click around the part to take out of the polygon. Enter takes it out.`;
      case 'no-overlap':
        return t`No part of a polygon lies in there.`;
      case 'apart':
        return t`These polygons do not touch, so they cannot become one.`;
      case 'keypoints':
        return t`Drag a box for the whole skeleton, or click its points one by one.`;
      case 'keypoint': {
        const name = screen.labelTitle(i18n.locale, hint.field, hint.label, hint.point);
        const number = hint.point + 1;
        const { count } = hint;
        const state = [t`not labelled`, t`hidden`, t`visible`][hint.visibility] ?? '';
        return hint.isPlacing
          ? t`${name} (${number} of ${count}), ${state}. Right click or 1: hidden. 0: leave out. Enter: done.`
          : t`${name} (${number} of ${count}), ${state}. 2: visible. 1: hidden. 0: not labelled.`;
      }
    }
  };
}
