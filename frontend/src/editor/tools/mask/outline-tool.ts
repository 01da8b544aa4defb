import { FALLBACK_COLOUR } from '../../core/schema';
import { currentLabel } from '../../core/state';
import type { PolygonGeometry } from '../../shapes/polygon';
import { canDraw } from '../drawing';
import { pathTools } from '../path-tool';
import { MaskEdit } from './mask-edit';

/** A polygon becomes pixels: added to the selected mask, or to a new one; with Alt at its end taken out of it. */
export const outlineTools = pathTools({
  type: 'mask',
  least: 3,
  isClosed: true,
  snaps: false,
  through: (points): PolygonGeometry => ({ type: 'polygon', points }),
  canStart: (host) => MaskEdit.selected(host) !== null || canDraw(host, 'mask'),
  colour: ({ editor }) => {
    const label = editor.selectedRegions[0] ?? currentLabel(editor.getState());
    return label ? editor.schema.colour(label.field, label.label) : FALLBACK_COLOUR;
  },
  finish: (host, points, isInverse) => {
    const edit = MaskEdit.begin(host, !isInverse);
    edit?.pixels.fill([points], !isInverse);
    edit?.commit();
  },
  hint: { kind: 'mask_outline' },
});
