import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { IconRotate, IconRotateClockwise, IconRotateClockwise2 } from '@tabler/icons-react';
import { useCallback, useSyncExternalStore } from 'react';
import type { ImageEditor } from '../image-editor';
import { keepFocus, useMounted, useScreen } from './screen-context';
import classes from './view-turn.module.css';

/** Turns the view, for the panel of how the picture is shown. */
export function ViewTurn() {
  const screen = useScreen();
  const { i18n, t } = useLingui();
  const turns = [
    ['view.turn.left', msg`Rotate the view to the left`, IconRotate],
    ['view.turn.right', msg`Rotate the view to the right`, IconRotateClockwise],
  ] as const;
  return (
    <div className={classes.row} role="group" aria-label={t`Rotation`}>
      <span>{t`Rotation`}</span>
      <Degrees />
      {turns.map(([command, title, Sign]) => (
        <button
          key={command}
          type="button"
          title={i18n._(title)}
          aria-label={i18n._(title)}
          onClick={() => screen.run(command)}
        >
          <Sign size={16} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

function Degrees() {
  const { image } = useMounted();
  return image ? <DegreesOf image={image} /> : null;
}

function DegreesOf({ image }: { image: ImageEditor }) {
  return <span className={classes.degrees}>{useDegrees(image)}°</span>;
}

function useDegrees({ viewport }: ImageEditor): number {
  const degrees = useCallback(() => viewport.degrees, [viewport]);
  return useSyncExternalStore(viewport.subscribe, degrees, degrees);
}

/** Says that the picture is not upright, and sets it upright. */
export default function TurnedNote({ image }: { image: ImageEditor }) {
  const screen = useScreen();
  const { t } = useLingui();
  const degrees = useDegrees(image);
  if (degrees === 0) return null;
  return (
    <button
      type="button"
      className={classes.note}
      title={t`Set the view upright`}
      aria-label={t`Rotated by ${degrees}°. Set the view upright`}
      onMouseDown={keepFocus}
      onClick={() => screen.run('view.upright')}
    >
      <IconRotateClockwise2 size={14} aria-hidden="true" />
      {degrees}°
    </button>
  );
}
