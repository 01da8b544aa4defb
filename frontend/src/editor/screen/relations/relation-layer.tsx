import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import type { SchemaField } from '../../core/schema';
import { isComposing } from '../../keys';
import { RelationArcs } from '../../react/relation-arcs';
import styles from '../../react/relation-arcs.module.css';
import { RelationEditor } from '../../relations/relation-editor';
import { pressRelationKey } from '../../relations/relation-keys';
import type { SpanEditor } from '../../text/span-editor';
import { useScreen } from '../screen-context';
import { relationTitle } from './relation-words';

interface RelationLayerProps {
  root: HTMLElement;
  spans: SpanEditor;
}

/** The arcs over a text. Everything under the pointer happens outside React: this mounts them and listens to keys. */
export default function RelationLayer({ root, spans }: RelationLayerProps) {
  const screen = useScreen();
  const { i18n } = useLingui();
  const svg = useRef<SVGSVGElement>(null);
  const { locale } = i18n;
  useEffect(() => {
    if (!svg.current) return undefined;
    const relations = new RelationEditor(spans.editor);
    const title = (field: SchemaField, type: string) => relationTitle(field, type, locale);
    const arcs = new RelationArcs({ root, svg: svg.current, spans, relations, title });
    const stopKeys = bindKeys(relations);
    screen.mounted.set({ ...screen.mounted.get(), relations });
    return () => {
      stopKeys();
      arcs.destroy();
      relations.destroy();
      screen.mounted.set({ ...screen.mounted.get(), relations: undefined });
    };
  }, [screen, root, spans, locale]);
  return <svg ref={svg} className={styles.arcs} aria-hidden />;
}

/**
 * While a relation is being made or is selected its keys come before all others, wherever the focus is: the digits choose its kind
 * and not a label.
 */
function bindKeys(relations: RelationEditor): () => void {
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
