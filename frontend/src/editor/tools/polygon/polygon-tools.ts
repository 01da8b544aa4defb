import type { Region } from '../../core/value';
import type { PolygonGeometry } from '../../shapes/polygon';
import { cut, joined, without } from '../../shapes/polygon-sets';
import type { XY } from '../../shapes/paths';
import { pathTools } from '../path-tool';
import { joinable } from './joinable';
import type { ToolHost } from '../tool-state';

type PolygonRegion = Region & { readonly geometry: PolygonGeometry };

function isPolygon(region: Region): region is PolygonRegion {
  return region.geometry.type === 'polygon';
}

/** The selected polygons, or without any those in sight that may be changed. */
function targets({ editor, index, viewport }: ToolHost): PolygonRegion[] {
  const selected = editor.selectedRegions.filter(isPolygon);
  const meant = selected.length ? selected : index.search(viewport.visible).filter(isPolygon);
  return meant.filter((region) => editor.canEdit(region));
}

/**
 * Puts the first part in the place of its polygon, the others beside it with the same label and attributes, as one step; answers
 * whether anything became another.
 */
function replace(
  { editor }: ToolHost,
  changed: readonly { readonly region: Region; readonly parts: readonly PolygonGeometry[] }[],
): boolean {
  if (!changed.length) return false;
  const gesture = editor.begin();
  const ids = changed.flatMap(({ region, parts: [first, ...others] }) => {
    if (!first) {
      editor.delete([region.id]);
      return [];
    }
    editor.update(new Map([[region.id, { geometry: first }]]));
    const { field, label, attributes } = region;
    const added = editor.create(
      ...others.map((geometry) => ({ field, label, attributes, geometry })),
    );
    return [region.id, ...added.map(({ id }) => id)];
  });
  gesture.commit();
  editor.select(ids);
  return true;
}

function cutAlong(host: ToolHost, line: readonly XY[]): void {
  const changed = targets(host)
    .map((region) => ({ region, parts: cut(region.geometry, line) }))
    .filter(({ parts }) => parts.length > 1);
  const isCut = replace(host, changed);
  host.overlay.show({ hint: { kind: isCut ? 'cut' : 'not-cut' } });
}

function takeOut(host: ToolHost, hole: readonly XY[]): void {
  const changed = targets(host)
    .map((region) => ({ region, parts: without(region.geometry, hole) }))
    .filter(({ region, parts }) => !isSame(region.geometry, parts));
  const isTaken = replace(host, changed);
  host.overlay.show({ hint: { kind: isTaken ? 'hole' : 'no-overlap' } });
}

/** Whether nothing was taken out: the clipper may begin a ring at another of its points. */
function isSame(before: PolygonGeometry, [part, ...others]: readonly PolygonGeometry[]): boolean {
  if (!part || others.length) return false;
  const points = ({ points, holes = [] }: PolygonGeometry) =>
    new Set([points, ...holes].flat().map((point) => point.join()));
  const [old, now] = [points(before), points(part)];
  return old.size === now.size && [...now].every((point) => old.has(point));
}

/** One polygon of the selected ones, in the place of the first; says so where they do not touch. */
export function join(host: ToolHost): void {
  const { editor, overlay } = host;
  const regions = joinable(editor);
  const [first, ...others] = regions;
  if (!first || !others.length) return;
  const [geometry, ...apart] = joined(regions.map((region) => region.geometry));
  if (!geometry || apart.length) {
    overlay.show({ hint: { kind: 'apart' } });
    return;
  }
  const gesture = editor.begin();
  editor.update(new Map([[first.id, { geometry }]]));
  editor.delete(others.map(({ id }) => id));
  gesture.commit();
  editor.select([first.id]);
  overlay.show({ hint: null });
}

/** No label's: what is drawn is a knife. */
const KNIFE = '#fff';

const canCut = (host: ToolHost): boolean => !host.editor.isReadOnly && targets(host).length > 0;

export const POLYGON_TOOLS = {
  cut: pathTools({
    type: 'polygon',
    least: 2,
    isClosed: false,
    snaps: false,
    through: (points): PolygonGeometry => ({ type: 'polygon', points }),
    canStart: canCut,
    colour: () => KNIFE,
    finish: cutAlong,
    hint: { kind: 'cut' },
  }),
  hole: pathTools({
    type: 'polygon',
    least: 3,
    isClosed: true,
    snaps: false,
    through: (points): PolygonGeometry => ({ type: 'polygon', points }),
    canStart: canCut,
    colour: () => KNIFE,
    finish: takeOut,
    hint: { kind: 'hole' },
  }),
};
