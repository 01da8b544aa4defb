import type { Command, CommandContext } from '../commands/command';
import type { AudioEditor } from './audio-editor';

const STEP = 1; // seconds
const FAR = 5;
const NEAR = 0.01;
const NEAREST = 0.001;

const hasAudio = ({ audio }: CommandContext) => audio !== undefined;
const canChange = (context: CommandContext) => hasAudio(context) && !context.editor.isReadOnly;
const hasSegment = ({ audio }: CommandContext) => (audio?.selected ?? null) !== null;

function command(
  id: string,
  keys: readonly string[],
  run: (audio: AudioEditor, isRepeated: boolean) => boolean | void,
  when: (context: CommandContext) => boolean = hasAudio,
): Command {
  return {
    id,
    keys,
    when,
    run: ({ audio }, press) => (audio ? run(audio, press?.repeat ?? false) : false),
  };
}

function nudge(edge: 'start' | 'end', modifiers: string, by: number): Command[] {
  return (['ArrowLeft', 'ArrowRight'] as const).map((arrow) =>
    command(
      `audio.${edge}.${by === NEAREST ? 'nearest.' : ''}${arrow === 'ArrowLeft' ? 'back' : 'forth'}`,
      [modifiers + arrow],
      (audio, repeated) => audio.nudge(edge, arrow === 'ArrowLeft' ? -by : by, repeated),
      (context) => canChange(context) && hasSegment(context),
    ),
  );
}

/** All that can be done with a sound by keys. Those that also work while one types are F8 and F9: no input method has them. */
export const audioCommands: readonly Command[] = [
  command('audio.play', [' '], (audio) => audio.player.toggle()),
  command('audio.play-selected', ['p'], (audio) => audio.playSelected()),
  command('audio.loop', ['r'], (audio) => audio.toggleLoop()),
  command('audio.slower', ['<'], (audio) => audio.player.stepSpeed(-1)),
  command('audio.faster', ['>'], (audio) => audio.player.stepSpeed(1)),
  command('audio.back', ['ArrowLeft'], (audio) => audio.step(-STEP)),
  command('audio.forth', ['ArrowRight'], (audio) => audio.step(STEP)),
  command('audio.back.far', ['Mod+ArrowLeft'], (audio) => audio.step(-FAR)),
  command('audio.forth.far', ['Mod+ArrowRight'], (audio) => audio.step(FAR)),
  command('audio.back.near', [','], (audio) => audio.step(-NEAR)),
  command('audio.forth.near', ['.'], (audio) => audio.step(NEAR)),
  command('audio.extend.back', ['Shift+ArrowLeft'], (audio) => audio.step(-0.1, true)),
  command('audio.extend.forth', ['Shift+ArrowRight'], (audio) => audio.step(0.1, true)),
  command('audio.home', ['Home'], (audio) => audio.goTo(0)),
  command('audio.end', ['End'], (audio) => audio.goTo(audio.duration)),
  command('audio.to-start', ['b'], (audio) => audio.goToEdge('start')),
  command('audio.to-end', ['e'], (audio) => audio.goToEdge('end')),
  command(
    'audio.create',
    ['Enter'],
    (audio) => void audio.createFromSelection(),
    ({ audio }) => (audio?.selection.get() ?? null) !== null,
  ),
  command('audio.mark-start', ['i'], (audio) => audio.mark('start'), canChange),
  command('audio.mark-end', ['o'], (audio) => audio.mark('end'), canChange),
  command('audio.split', ['s'], (audio) => audio.split(), canChange),
  command(
    'audio.merge',
    ['m'],
    (audio) => audio.merge(),
    (context) => canChange(context) && hasSegment(context),
  ),
  command('audio.text', ['t'], (audio) => audio.writeSelected(), hasSegment),
  ...nudge('end', 'Alt+', NEAR),
  ...nudge('start', 'Alt+Shift+', NEAR),
  ...nudge('end', 'Mod+Alt+', NEAREST),
  ...nudge('start', 'Mod+Alt+Shift+', NEAREST),
  command('audio.zoom.in', ['+', '='], (audio) => audio.view.zoomIn(audio.player.time)),
  command('audio.zoom.out', ['-'], (audio) => audio.view.zoomOut(audio.player.time)),
  command('audio.zoom.fit', ['f'], (audio) => audio.view.fit()),
  command('audio.zoom.selected', ['Shift+f', 'z'], (audio) => {
    const at = audio.selected?.geometry ?? audio.selection.get();
    if (at) audio.view.showAround(at.start, at.end);
  }),
  command('audio.spectrogram', ['g'], (audio) =>
    audio.showsSpectrogram.set(!audio.showsSpectrogram.get()),
  ),
  command('audio.cancel', ['Escape'], (audio) => audio.letGo()),
];
