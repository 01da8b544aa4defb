import { isComposing } from '../keys';
import type { RelationEditor } from '../relations/relation-editor';
import { pressRelationKey } from '../relations/relation-keys';

/**
 * While a relation is being made or is selected its keys come before all others, wherever the focus is: the digits choose its kind
 * and not a label.
 */
export function bindRelationKeys(relations: RelationEditor): () => void {
  const handle = (event: KeyboardEvent) => {
    if (isComposing(event) || event.defaultPrevented || isElsewhere(event.target)) return;
    if (!pressRelationKey(relations, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('keydown', handle, true);
  return () => window.removeEventListener('keydown', handle, true);
}

/** Somebody writes, or a dialog is open. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable=true], [role=dialog]') !== null
  );
}
