import { useCallback, useSyncExternalStore } from 'react';
import type { Editor } from '../core/editor';
import type { EditorState } from '../core/state';
import type { Viewport } from '../core/viewport';

/**
 * What `selector` picks from the editor's state. It must pick something that is there (a field, a region), not build something new:
 * the component re-renders when the picked value is another one.
 */
export function useEditor<T>(editor: Editor, selector: (state: EditorState) => T): T {
  const snapshot = useCallback(() => selector(editor.getState()), [editor, selector]);
  return useSyncExternalStore(editor.subscribe, snapshot, snapshot);
}

/** The zoom as a whole percentage. Whole, so that a pinch does not re-render with every fraction. */
export function useZoom(viewport: Viewport): number {
  const snapshot = useCallback(() => Math.round(viewport.scale * 100), [viewport]);
  return useSyncExternalStore(viewport.subscribe, snapshot, snapshot);
}
