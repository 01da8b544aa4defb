import { isComposing, isMod } from '../keys';
import { runCommand } from '../commands';
import type { Command, CommandContext } from '../commands/command';

/** Gives keys pressed in `element` first to the tool at work, then to `commands`; returns the function that stops it. */
export function bindKeyboard(
  element: HTMLElement,
  context: CommandContext,
  commands: () => readonly Command[],
): () => void {
  const handleDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.defaultPrevented) return;
    const input = {
      key: event.key,
      shift: event.shiftKey,
      alt: event.altKey,
      mod: isMod(event),
      isRepeat: event.repeat,
    };
    const isTaken =
      (context.image?.tools.keyDown(input) ?? false) || runCommand(event, commands(), context);
    if (isTaken) {
      event.preventDefault();
      // What the canvas took is not a shortcut of the page as well.
      event.stopPropagation();
    }
  };
  const handleUp = (event: KeyboardEvent) => context.image?.tools.keyUp(event.key);
  const handleBlur = () => context.image?.tools.blur();
  element.addEventListener('keydown', handleDown);
  element.addEventListener('keyup', handleUp);
  element.addEventListener('blur', handleBlur);
  return () => {
    element.removeEventListener('keydown', handleDown);
    element.removeEventListener('keyup', handleUp);
    element.removeEventListener('blur', handleBlur);
  };
}
