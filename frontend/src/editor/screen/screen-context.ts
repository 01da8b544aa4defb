import { useLingui } from '@lingui/react';
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { ownKeys } from '@/lib/own-keys';
import type { Command } from '../commands/command';
import type { EditorState } from '../core/state';
import type { LabelTitle } from '../render/active-layer';
import { useEditor } from '../react/use-editor';
import type { ScreenModel } from './screen-model';

export const ScreenContext = createContext<ScreenModel | null>(null);

/** The item that is on the screen. */
export function useScreen(): ScreenModel {
  const screen = useContext(ScreenContext);
  if (!screen) throw new Error('This part belongs inside an AnnotationScreen');
  return screen;
}

export function useScreenState<T>(selector: (state: EditorState) => T): T {
  return useEditor(useScreen().editor, selector);
}

export function useMounted() {
  const { mounted } = useScreen();
  return useSyncExternalStore(mounted.subscribe, mounted.get);
}

/** The first key of a command of the screen, as the page's registry writes it; undefined where it has none. */
export function useCommandKey(id: string): string | undefined {
  const screen = useScreen();
  const read = useCallback(
    () => registryKeys(screen.commands.find((command) => command.id === id))[0],
    [screen, id],
  );
  return useSyncExternalStore(ownKeys.subscribe, read);
}

/** Keys as the page's registry writes them. */
export function registryKeys(command: Command | undefined): string[] {
  return (command?.keys ?? []).map((keys) => (keys === ' ' ? 'space' : keys.toLowerCase()));
}

export function useFaults() {
  const { faults } = useScreen();
  return useSyncExternalStore(faults.subscribe, faults.get);
}

/** Titles of labels in the reader's language. */
export function useLabelTitle(): LabelTitle {
  const screen = useScreen();
  const { i18n } = useLingui();
  return useCallback(
    (field, label, point) => screen.labelTitle(i18n.locale, field, label, point),
    [screen, i18n.locale],
  );
}

/** For buttons that act on the stage: a click leaves the focus, and with it the keys, where they are. */
export function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
