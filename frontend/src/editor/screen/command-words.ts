import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useCommands, type Command as PageCommand } from '@/lib/commands';
import { titleOf } from '@/lib/schema-document';
import type { Command } from '../commands/command';
import { registryKeys } from './screen-context';
import type { ScreenModel } from './screen-model';

const EDIT = msg`Editing`;
const REGIONS = msg`Regions`;
const VIEW = msg`View`;
const TEXT = msg`Text`;
const LABELS = msg`Labels`;
const ANSWERS = msg`Answers`;

type Words = readonly [title: MessageDescriptor, group: MessageDescriptor];

const WORDS: Readonly<Record<string, Words>> = {
  undo: [msg`Undo`, EDIT],
  redo: [msg`Redo`, EDIT],
  delete: [msg`Delete`, EDIT],
  duplicate: [msg`Duplicate`, EDIT],
  'select-all': [msg`Select all`, EDIT],
  cancel: [msg`Cancel, or select nothing`, EDIT],
  'text.cancel': [msg`Cancel, or select nothing`, EDIT],
  nudge: [msg`Move by a pixel`, EDIT],
  'nudge.far': [msg`Move by ten pixels`, EDIT],
  resize: [msg`Resize by a pixel`, EDIT],
  'resize.far': [msg`Resize by ten pixels`, EDIT],
  aim: [msg`Draw with the arrow keys`, EDIT],
  'tool.select': [msg`Select and move`, EDIT],
  'tool.box': [msg`Draw a box`, EDIT],
  'tool.rotated_box': [msg`Draw a rotated box`, EDIT],
  'tool.polygon': [msg`Draw a polygon`, EDIT],
  'tool.polyline': [msg`Draw a line`, EDIT],
  'tool.point': [msg`Set a point`, EDIT],
  'tool.cut': [msg`Cut a polygon`, EDIT],
  'tool.hole': [msg`Take a part out of a polygon`, EDIT],
  'tool.keypoints': [msg`Place a skeleton`, EDIT],
  'tool.brush': [msg`Paint a mask`, EDIT],
  'tool.eraser': [msg`Erase from a mask`, EDIT],
  'tool.mask_outline': [msg`Outline a part of a mask`, EDIT],
  'tool.fill': [msg`Fill holes of a mask`, EDIT],
  'tool.wand': [msg`Mask what has a similar colour`, EDIT],
  group: [msg`Group, or take the group apart`, REGIONS],
  'group.select': [msg`Select the whole group`, REGIONS],
  'order.forward': [msg`Bring forward`, REGIONS],
  'order.backward': [msg`Send backward`, REGIONS],
  'order.front': [msg`Bring to the front`, REGIONS],
  'order.back': [msg`Send to the back`, REGIONS],
  isolate: [msg`Show only this label, or all`, REGIONS],
  join: [msg`Join the selected polygons`, EDIT],
  points: [msg`Edit the points with the keys`, EDIT],
  'turn.left': [msg`Turn left`, EDIT],
  'turn.right': [msg`Turn right`, EDIT],
  'turn.left.far': [msg`Turn left`, EDIT],
  'turn.right.far': [msg`Turn right`, EDIT],
  'region.next': [msg`Next region`, REGIONS],
  'region.previous': [msg`Previous region`, REGIONS],
  'region.hide': [msg`Hide or show the selected`, REGIONS],
  'region.lock': [msg`Lock or unlock the selected`, REGIONS],
  others: [msg`Dim or hide the others`, REGIONS],
  'show-all': [msg`Show everything`, REGIONS],
  pan: [msg`Move the image`, VIEW],
  'zoom.in': [msg`Zoom in`, VIEW],
  'zoom.out': [msg`Zoom out`, VIEW],
  'zoom.fit': [msg`Fit to the window`, VIEW],
  'zoom.actual': [msg`Show at 100 %`, VIEW],
  'zoom.selection': [msg`Zoom to the selected`, VIEW],
  'view.turn.right': [msg`Rotate the view to the right`, VIEW],
  'view.turn.left': [msg`Rotate the view to the left`, VIEW],
  'view.turn.right.little': [msg`Rotate the view a little to the right`, VIEW],
  'view.turn.left.little': [msg`Rotate the view a little to the left`, VIEW],
  'view.upright': [msg`Set the view upright`, VIEW],
  'span.create': [msg`Make a span of what is selected`, TEXT],
  'span.select': [msg`Select the span at the caret`, TEXT],
  'caret.back.extend': [msg`Select a character more or less`, TEXT],
  'caret.forth.extend': [msg`Select a character more or less`, TEXT],
  'caret.word-back.extend': [msg`Select a word more or less`, TEXT],
  'caret.word-forth.extend': [msg`Select a word more or less`, TEXT],
  'edge.end.back': [msg`Move the end of the span`, TEXT],
  'edge.end.forth': [msg`Move the end of the span`, TEXT],
  'edge.start.back': [msg`Move the start of the span`, TEXT],
  'edge.start.forth': [msg`Move the start of the span`, TEXT],
};

const OF_IMAGES =
  /^(tool|zoom|nudge|resize|turn|group|order|view)|^(aim|pan|cancel|duplicate|points|join)$/;
const OF_TEXTS = /^(span|caret|edge|text)\./;
/** What the focused part of the page does by itself, or what would take a key from whatever has the focus. */
const LOCAL = /^(Arrow|Tab|Enter|Escape|Home|End|Space|Shift\+Tab| $|Mod\+a$)|Arrow|Enter/;

/**
 * Puts everything that the screen can do into the page's registry: the help and the palette show it, and its keys work wherever the
 * focus is. On the canvas and in the text the editor itself hears them first.
 */
export function useScreenCommands(screen: ScreenModel | null): void {
  const { i18n } = useLingui();
  const commands = screen ? pageCommands(screen, i18n.locale) : [];
  useCommands(commands);
}

function pageCommands(screen: ScreenModel, locale: string): PageCommand[] {
  const isOurs = ({ id }: Command) =>
    screen.isReading
      ? id === 'undo' || id === 'redo' || id.startsWith('option.')
      : (screen.item.kind === 'image' || !OF_IMAGES.test(id)) &&
        (screen.item.kind === 'text' || !OF_TEXTS.test(id));
  return screen.usualCommands.filter(isOurs).flatMap((command) => {
    const words = WORDS[command.id] ?? schemaWords(screen, command.id, locale);
    return words ? [pageCommand(screen, command, words)] : [];
  });
}

function pageCommand(
  screen: ScreenModel,
  command: Command,
  [title, group]: readonly [MessageDescriptor | string, MessageDescriptor | string],
): PageCommand {
  return {
    name: `editor.${command.id}`,
    title,
    group,
    shortcut: registryKeys(command),
    when: () => command.when?.(screen.context) ?? true,
    run: (event) => void command.run(screen.context, event),
    isLocal: command.keys.some((keys) => LOCAL.test(keys)),
    isHiddenInPalette: command.keys.some((keys) => /Arrow/.test(keys)),
    isRepeatable: true,
  };
}

/** Labels and options have the schema's own words. */
function schemaWords(
  screen: ScreenModel,
  id: string,
  locale: string,
): readonly [MessageDescriptor | string, MessageDescriptor | string] | null {
  const [, kind, path = ''] = /^(label|option|attribute)\.(.*)$/.exec(id) ?? [];
  const [fieldKey = '', second = '', third = '', fourth = ''] = path.split('/');
  const field = screen.field(fieldKey);
  if (!field) return null;
  if (kind === 'label') return [screen.labelTitle(locale, fieldKey, second), LABELS];
  if (kind === 'option') {
    const option = field.options?.find(({ key }) => key === second);
    return option ? [`${titleOf(field, locale)}: ${titleOf(option, locale)}`, ANSWERS] : null;
  }
  const label = screen.label(fieldKey, second);
  const attribute = label?.attributes?.find(({ key }) => key === third);
  const option = attribute?.options?.find(({ key }) => key === fourth);
  if (!label || !attribute || !option) return null;
  return [`${titleOf(attribute, locale)}: ${titleOf(option, locale)}`, titleOf(label, locale)];
}
