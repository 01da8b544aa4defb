import { currentLabel, type CurrentLabel } from '../core/state';
import type { Geometry } from '../core/value';
import type { ToolHost } from './tool-state';

/** The current label, if its regions are of this geometry. */
export function labelFor({ editor }: ToolHost, geometry: string): CurrentLabel | null {
  const current = currentLabel(editor.getState());
  const wanted = current && editor.schema.label(current.field, current.label)?.geometry;
  return wanted === geometry ? current : null;
}

export function canDraw(host: ToolHost, geometry: string): boolean {
  return !host.editor.isReadOnly && labelFor(host, geometry) !== null;
}

/**
 * Shows what is being drawn in its label's colour; null shows nothing. `as` is the geometry that it will be; `plain` the colour of
 * what will be no region.
 */
export function preview(
  host: ToolHost,
  geometry: Geometry | null,
  as = geometry?.type,
  plain?: string,
): void {
  const { schema } = host.editor;
  const label = as === undefined ? null : labelFor(host, as);
  const colour = plain ?? (label ? schema.colour(label.field, label.label) : undefined);
  const draft =
    geometry && colour
      ? { geometry, colour, links: label ? schema.links(label.field, label.label) : [] }
      : null;
  if (draft || host.overlay.content.draft) host.overlay.show({ draft });
}

/** Makes the region and selects it, so that its handles and attributes are at hand. */
export function finish(host: ToolHost, geometry: Geometry): void {
  const { editor } = host;
  const current = labelFor(host, geometry.type);
  if (!current) return;
  const [region] = editor.create({ ...current, geometry });
  if (region) editor.select([region.id]);
}
