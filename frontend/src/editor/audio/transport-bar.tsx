import { useLingui } from '@lingui/react/macro';
import {
  IconArrowsJoin2,
  IconAspectRatio,
  IconGridDots,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRepeat,
  IconRewindBackward5,
  IconRewindForward5,
  IconScissors,
  IconVolumeOff,
  IconZoomIn,
  IconZoomOut,
  type Icon,
} from '@tabler/icons-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Shortcut } from '@/components/shortcut';
import { keepFocus } from '../screen/screen-context';
import type { AudioEditor } from './audio-editor';
import { clockTime } from './clock';
import { SPEEDS } from './player';
import classes from './transport-bar.module.css';

interface TransportBarProps {
  audio: AudioEditor;
  /** Without what changes segments. */
  isStill?: boolean;
}

/** Play, how fast, how near; where the playhead is. */
export function TransportBar({ audio, isStill = false }: TransportBarProps) {
  const { t, i18n } = useLingui();
  const { player, view } = audio;
  const { isPlaying, speed, loop, isMute } = useSyncExternalStore(
    player.state.subscribe,
    player.state.get,
  );
  const hasSpectrogram = useSyncExternalStore(
    audio.showsSpectrogram.subscribe,
    audio.showsSpectrogram.get,
  );
  const around = () => player.time;
  return (
    <div
      className={classes.bar}
      role="toolbar"
      aria-label={t`Playing`}
      data-still={isStill || undefined}
    >
      <Action
        icon={IconRewindBackward5}
        title={t`Back five seconds`}
        keys="mod+arrowleft"
        onRun={() => audio.step(-5)}
      />
      <button
        type="button"
        className={classes.play}
        aria-keyshortcuts="Space F8"
        title={isPlaying ? t`Pause` : t`Play`}
        disabled={isMute}
        onMouseDown={keepFocus}
        onClick={() => player.toggle()}
      >
        {isPlaying ? (
          <IconPlayerPauseFilled size={16} aria-hidden="true" />
        ) : (
          <IconPlayerPlayFilled size={16} aria-hidden="true" />
        )}
        <span className={classes.hidden}>{isPlaying ? t`Pause` : t`Play`}</span>
        {!isStill && <Shortcut keys="f8" isOnAccent />}
      </button>
      <Action
        icon={IconRewindForward5}
        title={t`Forward five seconds`}
        keys="mod+arrowright"
        onRun={() => audio.step(5)}
      />
      <Clock audio={audio} />
      {isMute && (
        <span className={classes.mute} role="alert">
          <IconVolumeOff size={15} aria-hidden="true" />
          {t`This browser cannot play the sound. Skip it and say so.`}
        </span>
      )}
      <span className={classes.space} />
      {!isStill && (
        <>
          <Action
            icon={IconRepeat}
            title={t`Repeat what is selected`}
            keys="r"
            isOn={loop !== null}
            onRun={() => audio.toggleLoop()}
          />
          {!audio.editor.isReadOnly && (
            <>
              <Action
                icon={IconScissors}
                title={t`Cut the segment at the playhead`}
                keys="s"
                onRun={() => audio.split()}
              />
              <Action
                icon={IconArrowsJoin2}
                title={t`Join with the next segment`}
                keys="m"
                onRun={() => audio.merge()}
              />
            </>
          )}
          <span className={classes.line} />
        </>
      )}
      <label className={classes.speed}>
        <span className={classes.hidden}>{t`Speed`}</span>
        <select
          value={speed}
          title={t`Speed`}
          onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
        >
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {each.toLocaleString(i18n.locale)} ×
            </option>
          ))}
        </select>
      </label>
      <Action
        icon={IconGridDots}
        title={t`Spectrogram`}
        keys="g"
        isOn={hasSpectrogram}
        onRun={() => audio.showsSpectrogram.set(!hasSpectrogram)}
      />
      <Action
        icon={IconZoomOut}
        title={t`Zoom out`}
        keys="-"
        onRun={() => view.zoomOut(around())}
      />
      <Action icon={IconZoomIn} title={t`Zoom in`} keys="+" onRun={() => view.zoomIn(around())} />
      <Action
        icon={IconAspectRatio}
        title={t`Fit to the window`}
        keys="f"
        onRun={() => view.fit()}
      />
    </div>
  );
}

interface ActionProps {
  icon: Icon;
  title: string;
  keys: string;
  isOn?: boolean;
  onRun: () => void;
}

function Action({ icon: Sign, title, keys, isOn, onRun }: ActionProps) {
  return (
    <button
      type="button"
      className={classes.action}
      aria-label={title}
      aria-pressed={isOn}
      aria-keyshortcuts={keys}
      title={title}
      onMouseDown={keepFocus}
      onClick={onRun}
    >
      <Sign size={17} stroke={1.7} aria-hidden="true" />
    </button>
  );
}

/** Written into the page with every frame, outside React. */
function Clock({ audio }: { audio: AudioEditor }) {
  const now = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      if (now.current) now.current.textContent = clockTime(audio.player.time);
    };
    write();
    return audio.player.subscribe(write);
  }, [audio]);
  return (
    <span className={classes.clock}>
      <span ref={now} className={classes.now} />
      <span className={classes.all}>/ {clockTime(audio.duration)}</span>
    </span>
  );
}
