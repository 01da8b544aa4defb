import type { CaretStep } from '../text/span-editor';
import type { Command, CommandContext } from './command';

const hasText = ({ spans }: CommandContext) => spans !== undefined;
const hasSpan = (context: CommandContext) =>
  hasText(context) && context.editor.getState().selection.length === 1;

function caret(id: string, keys: readonly string[], step: CaretStep, direction: 1 | -1): Command[] {
  const command = (suffix: string, modifier: string, extend: boolean): Command => ({
    id: `caret.${id}${suffix}`,
    // Shift stands after Mod, as in the other shortcuts.
    keys: keys.map((key) => key.replace(/([^+]+)$/, `${modifier}$1`)),
    when: hasText,
    run: ({ spans }) => {
      const isSideways = step === 'grapheme' || step === 'word';
      const way = isSideways ? spans?.sideways(spans.selection.head, direction) : direction;
      spans?.moveCaret(step, way ?? direction, extend);
    },
  });
  return [command('', '', false), command('.extend', 'Shift+', true)];
}

function edge(
  id: string,
  key: string,
  which: 'start' | 'end',
  unit: 'grapheme' | 'word',
  direction: 1 | -1,
): Command {
  return {
    id: `edge.${id}`,
    keys: [key],
    when: (context) => hasSpan(context) && !context.editor.isReadOnly,
    run: ({ spans }, press) => spans?.moveEdge(which, unit, direction, press?.repeat ?? false),
  };
}

export const textCommands: readonly Command[] = [
  {
    id: 'span.create',
    keys: ['Enter'],
    // Without a selection Enter stays what the page makes of it.
    when: ({ spans }) => spans?.hasSelection ?? false,
    run: ({ spans }) => void spans?.createFromSelection(),
  },
  {
    id: 'text.cancel',
    keys: ['Escape'],
    when: hasText,
    run: ({ editor, spans }) => {
      if (!spans?.hasSelection && !editor.getState().selection.length) return false;
      spans?.collapse();
      editor.select([]);
      return true;
    },
  },
  // At the character under the caret: how a keyboard selects what a mouse clicks.
  {
    id: 'span.select',
    keys: [' '],
    when: hasText,
    run: ({ spans }) => spans?.selectAt(spans.selection.head),
  },
  edge('end.back', 'Alt+ArrowLeft', 'end', 'grapheme', -1),
  edge('end.forth', 'Alt+ArrowRight', 'end', 'grapheme', 1),
  edge('start.back', 'Alt+Shift+ArrowLeft', 'start', 'grapheme', -1),
  edge('start.forth', 'Alt+Shift+ArrowRight', 'start', 'grapheme', 1),
  edge('end.word-back', 'Mod+Alt+ArrowLeft', 'end', 'word', -1),
  edge('end.word-forth', 'Mod+Alt+ArrowRight', 'end', 'word', 1),
  edge('start.word-back', 'Mod+Alt+Shift+ArrowLeft', 'start', 'word', -1),
  edge('start.word-forth', 'Mod+Alt+Shift+ArrowRight', 'start', 'word', 1),
  ...caret('back', ['ArrowLeft'], 'grapheme', -1),
  ...caret('forth', ['ArrowRight'], 'grapheme', 1),
  ...caret('word-back', ['Mod+ArrowLeft'], 'word', -1),
  ...caret('word-forth', ['Mod+ArrowRight'], 'word', 1),
  ...caret('up', ['ArrowUp'], 'line', -1),
  ...caret('down', ['ArrowDown'], 'line', 1),
  ...caret('line-start', ['Home'], 'line-edge', -1),
  ...caret('line-end', ['End'], 'line-edge', 1),
  ...caret('text-start', ['Mod+Home'], 'text-edge', -1),
  ...caret('text-end', ['Mod+End'], 'text-edge', 1),
];
