import type { Command, CommandContext } from './commands/command';
import { documentCommands } from './commands/document-commands';
import { imageCommands } from './commands/image-commands';
import { textCommands } from './commands/text-commands';
import { matchesKeys, type KeyPress } from './keys';

/** All that the editor can do without a schema; a feature puts `schemaCommands` before them. */
export const EDITOR_COMMANDS: readonly Command[] = [
  ...documentCommands,
  ...imageCommands,
  ...textCommands,
];

/** Runs the first of `commands` that `event` is the shortcut of and that applies; answers whether one did. */
export function runCommand(
  event: KeyPress,
  commands: readonly Command[],
  context: CommandContext,
): boolean {
  const command = commands.find(
    ({ keys, when }) => keys.some((key) => matchesKeys(event, key)) && (when?.(context) ?? true),
  );
  return command !== undefined && command.run(context, event) !== false;
}
