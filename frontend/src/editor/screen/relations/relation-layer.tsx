import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';
import type { SchemaField } from '../../core/schema';
import { RelationArcs } from '../../react/relation-arcs';
import styles from '../../react/relation-arcs.module.css';
import { RelationEditor } from '../../relations/relation-editor';
import type { SpanEditor } from '../../text/span-editor';
import { bindRelationKeys } from '../../react/relation-key-events';
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
    const stopKeys = bindRelationKeys(relations);
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
