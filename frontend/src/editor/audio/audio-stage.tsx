import { useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useCommands, type Command as PageCommand } from '@/lib/commands';
import { colourOf } from '@/lib/schema-document';
import { ownKeys } from '@/lib/own-keys';
import { showToast } from '@/lib/toasts';
import type { StageProps } from '../screen/stages/stages';
import { editorKeys } from '../keys';
import { useLabelTitle, useScreen } from '../screen/screen-context';
import { AudioCanvas } from './audio-canvas';
import { audioCommands } from './audio-commands';
import { AudioEditor } from './audio-editor';
import { AUDIO_WORDS, SOUND } from './command-words';
import type { Segment } from './segments';
import { TranscriptList } from './transcript-list';
import { TransportBar } from './transport-bar';
import classes from './audio-stage.module.css';

/** A sound with its segments: heard, drawn on, written down. */
export default function AudioStage({ label }: StageProps) {
  const screen = useScreen();
  const { t } = useLingui();
  const title = useLabelTitle();
  const root = useRef<HTMLDivElement>(null);
  const { item } = screen;
  const audio = useMemo(
    () => (item.kind === 'audio' ? new AudioEditor(screen.editor, item.duration) : null),
    [screen, item],
  );
  const own = useSyncExternalStore(ownKeys.subscribe, ownKeys.get);
  const commands = useMemo(() => {
    // The schema's own keys come first, then those of a sound, then what any item has.
    const isOfSchema = ({ id }: { id: string }) => /^(label|option|attribute)\./.test(id);
    return [
      ...screen.commands.filter(isOfSchema),
      ...audioCommands.map((command) => {
        const keys = own[command.id];
        return keys ? { ...command, keys: keys.map(editorKeys) } : command;
      }),
      ...screen.commands.filter((command) => !isOfSchema(command)),
    ];
  }, [screen, own]);
  const colour = useMemo(
    () => (segment: Segment) => colourOf(screen.label(segment.field, segment.label) ?? {}),
    [screen],
  );
  useEffect(() => {
    if (!audio) return undefined;
    screen.mounted.set({ ...screen.mounted.get(), audio });
    return audio.onRefused(() =>
      showToast({
        message: t`There is no room: segments of this field cannot overlap.`,
        tone: 'warn',
      }),
    );
  }, [screen, audio, t]);
  useAudioCommands(audio);
  if (!audio || item.kind !== 'audio') return null;
  return (
    <div ref={root} className={classes.stage}>
      <TransportBar audio={audio} />
      <AudioCanvas
        audio={audio}
        sound={item}
        commands={commands}
        colourOf={colour}
        labelTitle={title}
        aria-label={label}
      />
      <TranscriptList
        audio={audio}
        labelTitle={title}
        colourOf={colour}
        onLeave={() =>
          root.current
            ?.querySelector<HTMLElement>('[role=application]')
            ?.focus({ preventScroll: true })
        }
      />
    </div>
  );
}

/** In the help and the palette; F8 and F9 work wherever the hands are, while one types too. */
function useAudioCommands(audio: AudioEditor | null): void {
  const { t } = useLingui();
  useCommands(audio ? [...listed(audio), ...typing(audio)] : []);

  function typing(sound: AudioEditor): PageCommand[] {
    const { player } = sound;
    const shared = { group: SOUND, isInInputs: true, isRepeatable: true };
    const step = (by: number) => player.seek(player.time + by);
    return [
      {
        ...shared,
        name: 'audio.typing.play',
        title: t`Play or pause`,
        shortcut: 'f8',
        run: () => player.toggle(),
      },
      {
        ...shared,
        name: 'audio.typing.again',
        title: t`Play the selected segment`,
        shortcut: 'f9',
        run: () => sound.playSelected(),
      },
      {
        ...shared,
        name: 'audio.typing.back',
        title: t`Back one second`,
        shortcut: 'shift+f8',
        run: () => step(-1),
      },
      {
        ...shared,
        name: 'audio.typing.forth',
        title: t`Forward one second`,
        shortcut: 'shift+f9',
        run: () => step(1),
      },
    ];
  }
}

function listed(audio: AudioEditor): PageCommand[] {
  const context = { editor: audio.editor, audio };
  return audioCommands.flatMap((command) => {
    const title = AUDIO_WORDS[command.id];
    if (!title) return [];
    return [
      {
        name: command.id,
        title,
        group: SOUND,
        shortcut: command.keys.map((keys) => (keys === ' ' ? 'space' : keys.toLowerCase())),
        when: () => command.when?.(context) ?? true,
        run: (event) => void command.run(context, event),
        // The waveform hears its keys itself: elsewhere on the page they are not meant for it.
        isLocal: true,
        isHiddenInPalette: command.keys.some((keys) => /Arrow/.test(keys)),
      } satisfies PageCommand,
    ];
  });
}
