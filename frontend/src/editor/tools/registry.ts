import { aimBox, boxTool } from './box-tool';
import { selectTool } from './select-tool';
import type { Tool } from './tool-state';

export interface ToolEntry {
  readonly id: string;
  readonly key: string;
  /** The geometry it draws; a label of that geometry makes it the tool of choice. */
  readonly geometry?: string;
  readonly start: Tool;
  /** Where drawing by keyboard begins. */
  readonly aim?: Tool;
}

export const SELECT_TOOL = 'select';

export const TOOLS: readonly ToolEntry[] = [
  { id: SELECT_TOOL, key: 'v', start: selectTool },
  { id: 'box', key: 'b', geometry: 'box', start: boxTool, aim: aimBox },
];

export function toolById(id: string): ToolEntry | undefined {
  return TOOLS.find((tool) => tool.id === id);
}

export function toolForGeometry(geometry: string | undefined): ToolEntry | undefined {
  return TOOLS.find((tool) => tool.geometry !== undefined && tool.geometry === geometry);
}
