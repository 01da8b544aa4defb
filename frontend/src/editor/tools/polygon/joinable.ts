import type { Editor } from '../../core/editor';
import type { Region } from '../../core/value';
import type { PolygonGeometry } from '../../shapes/polygon';

/** The selected regions, if they are two polygons or more of one label that may be changed; else none. */
export function joinable(editor: Editor): (Region & { readonly geometry: PolygonGeometry })[] {
  const regions = editor.selectedRegions;
  const [first] = regions;
  const fitting = regions.filter(
    (region): region is Region & { readonly geometry: PolygonGeometry } =>
      region.geometry.type === 'polygon' &&
      region.field === first?.field &&
      region.label === first.label &&
      editor.canEdit(region),
  );
  return fitting.length === regions.length && fitting.length > 1 ? fitting : [];
}
