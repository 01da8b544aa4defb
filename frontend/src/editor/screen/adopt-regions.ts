import type { NewRegion } from '../core/editor';
import { freshGroups } from '../core/groups';
import type { Size } from '../core/points';
import type { AnnotationValue, Region } from '../core/value';
import { shapeOf } from '../shapes/registry';
import { checkValue, type FaultKind } from './check-value';
import type { ScreenModel } from './screen-model';

/** Far enough from the original to be seen as another one, in image pixels. */
const BESIDE = 12;
/** What cannot be mended by filling something in. */
const UNFIT: ReadonlySet<FaultKind> = new Set(['not-a-label', 'outside', 'skeleton']);

export interface Adopted {
  /** New regions in the order of the old ones. */
  readonly regions: readonly NewRegion[];
  /** How many cannot stand here: another schema, or an image that has no room for them. */
  readonly left: number;
}

/**
 * `regions` of any item as they can stand on this one: moved into the image, without attributes that their label lacks here.
 * What is there already comes again a little beside itself, or not at all with `isOnce`.
 */
export function adoptRegions(
  regions: readonly Region[],
  screen: ScreenModel,
  image: Size,
  { isOnce = false } = {},
): Adopted {
  const { schema } = screen.editor;
  const there = new Set(screen.editor.getState().document.regions.map(likeness));
  const groupOf = freshGroups(screen.editor.newId);
  const adopted: NewRegion[] = [];
  let left = 0;
  for (const region of regions) {
    const keys = new Set(
      (schema.label(region.field, region.label)?.attributes ?? []).map(({ key }) => key),
    );
    const attributes = Object.fromEntries(
      Object.entries(region.attributes).filter(([key]) => keys.has(key)),
    );
    let candidate: Region = { ...region, attributes, geometry: movedInside(region, image) };
    if (there.has(likeness(candidate)) && isOnce) continue;
    while (there.has(likeness(candidate))) {
      const next = { ...candidate, geometry: moved(candidate, BESIDE, BESIDE, image) };
      if (likeness(next) === likeness(candidate)) break; // a mask, or in the corner
      candidate = next;
    }
    if (there.has(likeness(candidate)) || isUnfit(candidate, screen, image)) {
      left += 1;
      continue;
    }
    there.add(likeness(candidate));
    const { field, label, geometry } = candidate;
    const group = groupOf(region.group);
    adopted.push({ field, label, geometry, attributes, ...(group ? { group } : {}) });
  }
  return { regions: adopted, left };
}

function isUnfit(region: Region, screen: ScreenModel, image: Size): boolean {
  const { field, ...entry } = region;
  if (screen.label(field, region.label)?.geometry !== region.geometry.type) return true;
  const value: AnnotationValue = { [field]: { regions: [entry] } };
  return checkValue(screen.schema, value, image).some(
    (fault) => fault.region === region.id && UNFIT.has(fault.kind),
  );
}

function movedInside(region: Region, image: Size): Region['geometry'] {
  const bounds = shapeOf(region.geometry)?.bounds(region.geometry);
  if (!bounds) return region.geometry;
  const dx = Math.min(0, image.width - bounds.maxX) || Math.max(0, -bounds.minX);
  const dy = Math.min(0, image.height - bounds.maxY) || Math.max(0, -bounds.minY);
  return dx || dy ? moved(region, dx, dy, image) : region.geometry;
}

function moved({ geometry }: Region, dx: number, dy: number, image: Size): Region['geometry'] {
  return shapeOf(geometry)?.translate(geometry, dx, dy, image) ?? geometry;
}

function likeness({ field, label, geometry }: Pick<Region, 'field' | 'label' | 'geometry'>) {
  return JSON.stringify([field, label, geometry]);
}
