import type { Region } from '../core/value';
import { shapeOf } from '../shapes/registry';
import type { ToolHost } from './tool-state';

/** The selected region, if it is the only one and made of points that can be changed. */
export function pointsRegion({ editor }: Pick<ToolHost, 'editor'>): Region | null {
  const [region, ...others] = editor.selectedRegions;
  if (!region || others.length || !editor.canEdit(region)) return null;
  return shapeOf(region.geometry)?.hasPoints ? region : null;
}
