import { useLingui } from '@lingui/react/macro';
import type { Visibility } from '../shapes/keypoints';
import type { Region } from '../core/value';
import { isKeypoints, showPoint } from '../tools/keypoints/skeletons';
import { setVisibility } from '../tools/keypoints/visibility';
import { keepFocus, useMounted, useScreen } from './screen-context';
import classes from './skeleton-points.module.css';

const STATES: readonly Visibility[] = [2, 1, 0];
const SIGNS: Readonly<Record<Visibility, string>> = { 2: '◉', 1: '◌', 0: '–' };

/** The points of the selected skeleton, each with its state to choose from. */
export default function SkeletonPoints({ region }: { region: Region }) {
  const screen = useScreen();
  const { image } = useMounted();
  const { t, i18n } = useLingui();
  const words: Readonly<Record<Visibility, string>> = {
    2: t`visible`,
    1: t`hidden`,
    0: t`not labelled`,
  };
  if (!image || !isKeypoints(region)) return null;
  const isFixed = !screen.editor.canEdit(region);
  const choose = (point: number, state: Visibility) => {
    setVisibility(image, region, point, state);
  };
  return (
    <ul className={classes.points} aria-label={t`Points`}>
      {region.geometry.keypoints.map((keypoint, point) => {
        const name = screen.labelTitle(i18n.locale, region.field, region.label, point);
        return (
          <li
            key={point}
            className={classes.point}
            onPointerEnter={() => showPoint(image, region, point)}
            onPointerLeave={() => image.overlay.show({ named: null, hint: null })}
          >
            <span className={classes.name} data-missing={keypoint[2] === 0 || undefined}>
              {name}
            </span>
            <span className={classes.states} role="group" aria-label={name}>
              {STATES.map((state) => (
                <button
                  key={state}
                  type="button"
                  className={classes.state}
                  aria-pressed={keypoint[2] === state}
                  aria-label={words[state]}
                  title={words[state]}
                  disabled={isFixed}
                  onMouseDown={keepFocus}
                  onClick={() => choose(point, state)}
                >
                  {SIGNS[state]}
                </button>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
