import { isHidden, type Others } from '../core/state';
import type { Command, CommandContext } from './command';

const canChange = ({ editor }: CommandContext) => !editor.isReadOnly;
const hasSelection = ({ editor }: CommandContext) => editor.getState().selection.length > 0;

const NEXT_OTHERS: Readonly<Record<Others, Others>> = { show: 'dim', dim: 'hide', hide: 'show' };

/** Selects the visible region after or before the selected one and brings it into sight; false at the end of the list. */
function stepRegion({ editor, image, spans, audio }: CommandContext, by: 1 | -1): boolean {
  const state = editor.getState();
  const { regions, places } = state.document;
  const anchor = state.selection.at(by === 1 ? -1 : 0);
  let at = anchor === undefined ? (by === 1 ? -1 : regions.length) : (places.get(anchor) ?? -1);
  for (at += by; at >= 0 && at < regions.length; at += by) {
    const region = regions[at];
    if (!region || isHidden(state, region)) continue;
    editor.select([region.id]);
    (image ?? spans ?? audio)?.reveal(region.id);
    return true;
  }
  return false;
}

export const documentCommands: readonly Command[] = [
  {
    id: 'undo',
    keys: ['Mod+z'],
    when: canChange,
    run: ({ editor, image }) => {
      // Half a gesture is no step yet: undoing means not going on with it.
      if (image?.tools.isBusy) image.tools.cancel();
      else editor.undo();
    },
  },
  {
    id: 'redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    when: canChange,
    run: ({ editor }) => editor.redo(),
  },
  {
    id: 'delete',
    keys: ['Delete', 'Backspace'],
    when: (context) => canChange(context) && hasSelection(context),
    run: ({ editor }) =>
      editor.delete(
        editor.selectedRegions
          .filter((region) => editor.canEdit(region))
          .map((region) => region.id),
      ),
  },
  {
    id: 'select-all',
    keys: ['Mod+a'],
    run: ({ editor }) => {
      const state = editor.getState();
      editor.select(
        state.document.regions
          .filter((region) => !isHidden(state, region))
          .map((region) => region.id),
      );
    },
  },
  // Tab goes through the regions only from a selected one, and out at the end: after Escape it leaves, so nobody is trapped.
  {
    id: 'region.next',
    keys: ['Tab', ']'],
    run: (context, press) => isFreeTab(context, press) && stepRegion(context, 1),
  },
  {
    id: 'region.previous',
    keys: ['Shift+Tab', '['],
    run: (context, press) => isFreeTab(context, press) && stepRegion(context, -1),
  },
  {
    id: 'region.hide',
    keys: ['h'],
    when: hasSelection,
    run: ({ editor }) => {
      const state = editor.getState();
      const shouldHide = state.selection.some((id) => !state.hidden.has(id));
      for (const id of state.selection) editor.setHidden(id, shouldHide);
    },
  },
  {
    id: 'region.lock',
    keys: ['l'],
    when: hasSelection,
    run: ({ editor }) => {
      const state = editor.getState();
      const shouldLock = state.selection.some((id) => !state.locked.has(id));
      for (const id of state.selection) editor.setLocked(id, shouldLock);
    },
  },
  {
    id: 'isolate',
    keys: ['Alt+l'],
    when: hasSelection,
    run: ({ editor }) => {
      const [region] = editor.selectedRegions;
      if (region) editor.isolateLabel(region.field, region.label);
    },
  },
  {
    id: 'others',
    keys: ['Shift+h'],
    run: ({ editor }) => editor.setOthers(NEXT_OTHERS[editor.getState().others]),
  },
  { id: 'show-all', keys: ['Alt+h'], run: ({ editor }) => editor.showAll() },
];

function isFreeTab(context: CommandContext, press?: { readonly key: string }): boolean {
  return press?.key !== 'Tab' || hasSelection(context);
}
