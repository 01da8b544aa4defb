import { useLingui } from '@lingui/react';
import { useEffect } from 'react';
import type { SchemaField } from '../../core/schema';
import { RelationArrows } from '../../react/relation-arrows';
import { bindRelationKeys } from '../../react/relation-key-events';
import { RelationEditor } from '../../relations/relation-editor';
import { useMounted, useScreen } from '../screen-context';
import RelationBar from './relation-bar';
import { relationTitle } from './relation-words';

/** The arrows over an image and the bar at its foot. Everything under the pointer happens outside React. */
export default function RegionRelations() {
  const screen = useScreen();
  const { i18n } = useLingui();
  const { image, stage } = useMounted();
  const { locale } = i18n;
  useEffect(() => {
    if (!image || !stage) return undefined;
    const relations = new RelationEditor(image.editor);
    const title = (field: SchemaField, type: string) => relationTitle(field, type, locale);
    const arrows = new RelationArrows({ root: stage, image, relations, title });
    const stopKeys = bindRelationKeys(relations);
    screen.mounted.set({ ...screen.mounted.get(), relations });
    return () => {
      stopKeys();
      arrows.destroy();
      relations.destroy();
      screen.mounted.set({ ...screen.mounted.get(), relations: undefined });
    };
  }, [screen, image, stage, locale]);
  return <RelationBar />;
}
