import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useCommands } from '@/lib/commands';
import { showToast } from '@/lib/toasts';
import { fromValue } from '../core/document';
import type { Region } from '../core/value';
import { adoptRegions } from './adopt-regions';
import { copied } from './copied';
import { useScreen } from './screen-context';

/** Regions are copied from one item to another, or taken over from the one before: frames of a film are much alike. */
export default function Copying() {
  const screen = useScreen();
  const { editor, item } = screen;
  const { t } = useLingui();
  const group = t`Editing`;
  const adopt = (regions: readonly Region[], isOnce: boolean) => {
    if (item.kind !== 'image') return;
    const adopted = adoptRegions(regions, screen, item, { isOnce });
    const created = editor.create(...adopted.regions);
    editor.select(created.map(({ id }) => id));
    if (adopted.left > 0)
      showToast({
        tone: 'warn',
        message: t`${plural(adopted.left, {
          one: '# region does not fit here: another schema or size.',
          other: '# regions do not fit here: another schema or size.',
        })}`,
      });
    else if (created.length === 0)
      showToast({ message: t`All of these regions are here already.` });
  };
  const copy = () => {
    copied.set(editor.selectedRegions);
    const count = editor.selectedRegions.length;
    showToast({
      message: t`${plural(count, { one: '# region copied', other: '# regions copied' })}`,
    });
  };
  const before = screen.before ? fromValue(screen.before).regions : [];
  useCommands([
    {
      name: 'editor.copy',
      title: t`Copy the selected regions`,
      group,
      shortcut: 'mod+c',
      when: () => isOnStage() && editor.selectedRegions.length > 0,
      run: copy,
    },
    {
      name: 'editor.cut',
      title: t`Cut the selected regions`,
      group,
      shortcut: 'mod+x',
      when: () => isOnStage() && editor.selectedRegions.some((region) => editor.canEdit(region)),
      run: () => {
        copy();
        screen.run('delete');
      },
    },
    {
      name: 'editor.paste',
      title: t`Paste the copied regions`,
      group,
      shortcut: 'mod+v',
      when: () => isOnStage() && copied.get().length > 0,
      run: () => adopt(copied.get(), false),
    },
    {
      name: 'editor.take_over',
      title: t`Take over the regions of the item before`,
      group,
      shortcut: 'shift+t',
      when: () => before.length > 0,
      run: () => adopt(before, true),
    },
  ]);
  return null;
}

/** Elsewhere on the page these keys copy and paste words, as ever. */
function isOnStage(): boolean {
  const isMarked = (window.getSelection()?.toString() ?? '') !== '';
  return document.activeElement?.closest('[data-stage]') !== null && !isMarked;
}
