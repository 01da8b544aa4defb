import { currentLabel } from '../../core/state';
import type { Region } from '../../core/value';
import { MaskPixels } from '../../shapes/mask-pixels';
import { isMaskGeometry, type MaskGeometry } from '../../shapes/mask';
import { canDraw, finish } from '../drawing';
import type { ToolHost } from '../tool-state';

function isMask(region: Region): region is Region & { readonly geometry: MaskGeometry } {
  return isMaskGeometry(region.geometry);
}

/** A mask that is being changed: the selected one, or a new one of the current label. */
export class MaskEdit {
  private constructor(
    private readonly host: ToolHost,
    readonly region: Region | null,
    public pixels: MaskPixels,
    readonly colour: string,
  ) {}

  /** The selected mask, if it is the only thing selected, may be changed, and belongs to this image. */
  static selected(host: ToolHost): (Region & { readonly geometry: MaskGeometry }) | null {
    const [region, ...others] = host.editor.selectedRegions;
    if (!region || others.length || !isMask(region) || !host.editor.canEdit(region)) return null;
    const [height, width] = region.geometry.size;
    const { image } = host.viewport;
    return width === image.width && height === image.height ? region : null;
  }

  /** Of the selected mask; without one a new one, or null where none may be drawn or `isNewAllowed` is false. */
  static begin(host: ToolHost, isNewAllowed: boolean): MaskEdit | null {
    const { editor, viewport } = host;
    const region = MaskEdit.selected(host);
    if (region) {
      const colour = editor.schema.colour(region.field, region.label);
      return new MaskEdit(host, region, MaskPixels.from(region.geometry), colour);
    }
    const label = currentLabel(editor.getState());
    if (!isNewAllowed || !label || !canDraw(host, 'mask')) return null;
    editor.select([]);
    const colour = editor.schema.colour(label.field, label.label);
    return new MaskEdit(host, null, new MaskPixels(viewport.image), colour);
  }

  /** One step for undo, which holds the two run lengths and no bitmap. A mask that has no pixel left is gone. */
  commit(): void {
    const { editor } = this.host;
    const { region, pixels } = this;
    if (pixels.isEmpty) {
      if (region) editor.delete([region.id]);
      return;
    }
    const geometry = pixels.toGeometry();
    if (!region) finish(this.host, geometry);
    else if (isMask(region) && region.geometry.counts !== geometry.counts)
      editor.update(new Map([[region.id, { geometry }]]));
  }
}

/** Selects the mask under a place, if the hand could change it: an eraser says which one it means by touching it. */
export function selectMaskAt(host: ToolHost, at: Parameters<ToolHost['index']['hitAll']>[0]): void {
  const { editor, index } = host;
  const found = index.hitAll(at, 0).find((region) => isMask(region) && editor.canEdit(region));
  if (found) editor.select([found.id]);
}
