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
  /** The second press of two in the same place. */
  readonly isDouble?: boolean;
  /** How hard a pen presses, 0 to 1. Only of pens: other pointers have none to give. */
  readonly pressure?: number;
  /** Where the pointer has been since the event before, this place included: browsers give one event a frame. */
  readonly via?: readonly ImagePoint[];
}

export interface WheelInput {
  /** 1 away from the hand, -1 towards it. */
  readonly step: 1 | -1;
  readonly alt: boolean;
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
