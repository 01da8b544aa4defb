import { aimBrush, aimEraser, brushTool, eraserTool } from './brush-tool';
import { aimFill, fillTool } from './fill-tool';
import { outlineTools } from './outline-tool';
import { aimWand, wandTool } from './wand-tool';

/** All tools for masks, fetched together when the first is taken up. */
export const MASK_TOOLS = {
  brush: { start: brushTool, aim: aimBrush },
  eraser: { start: eraserTool, aim: aimEraser },
  mask_outline: outlineTools,
  fill: { start: fillTool, aim: aimFill },
  wand: { start: wandTool, aim: aimWand },
};
