import type { ImagePoint, ScreenPoint } from '../core/points';

export type PointerKind = 'mouse' | 'pen' | 'touch';

/** A pointer event without the DOM. */
export interface PointerInput {
  readonly id: number;
  readonly kind: PointerKind;
  /** As in the DOM: 0 main, 1 middle, 2 secondary; -1 for a move. */
  readonly button: number;
  readonly screen: ScreenPoint;
  readonly image: ImagePoint;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly mod: boolean;
}

export interface KeyInput {
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly mod: boolean;
  readonly isRepeat: boolean;
}

/** How far from a line or a handle the pointer may be, in CSS pixels: a finger hides what it points at. */
export function reach(kind: PointerKind): number {
  return kind === 'touch' ? 18 : kind === 'pen' ? 10 : 6;
}

/** A press that moves less than this is a click. */
export const CLICK_SLOP = 4;
