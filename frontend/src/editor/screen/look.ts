import { useSyncExternalStore } from 'react';
import { ExternalStore } from '@/lib/external-store';
import { readStored, writeStored } from '@/lib/locale';

/** How a picture is shown, for looking only: its pixels, and what is stored, stay what they are. */
export interface Look {
  /** Factors; 1 is as it is. */
  readonly brightness: number;
  readonly contrast: number;
  /** The exponent's inverse: above 1 dark parts become lighter. */
  readonly gamma: number;
  readonly isGrey: boolean;
  readonly isInverted: boolean;
  /** A line every so many image pixels; 0 for none. */
  readonly grid: number;
}

export const PLAIN_LOOK: Look = {
  brightness: 1,
  contrast: 1,
  gamma: 1,
  isGrey: false,
  isInverted: false,
  grid: 0,
};

export const GRIDS = [0, 10, 25, 50, 100, 250] as const;
/** The SVG filter that the panel puts into the page. */
export const GAMMA_FILTER = 'look-gamma';
const KEY = 'labelwright.look';

const store = new ExternalStore<Look>(readLook());

export function useLook(): Look {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** It stays so on the next items, and after the page was closed. */
export function setLook(look: Look): void {
  store.set(look);
  writeStored(KEY, isPlain(look) ? null : JSON.stringify(look));
}

export function isPlain(look: Look): boolean {
  return lookFilter(look) === 'none' && look.grid === 0;
}

/** The CSS filter. */
export function lookFilter({ brightness, contrast, gamma, isGrey, isInverted }: Look): string {
  const parts = [
    gamma !== 1 && `url(#${GAMMA_FILTER})`,
    brightness !== 1 && `brightness(${brightness})`,
    contrast !== 1 && `contrast(${contrast})`,
    isGrey && 'grayscale(1)',
    isInverted && 'invert(1)',
  ];
  return parts.filter(Boolean).join(' ') || 'none';
}

function readLook(): Look {
  try {
    const kept: unknown = JSON.parse(readStored(KEY) ?? '{}');
    return parseLook(kept);
  } catch {
    return PLAIN_LOOK;
  }
}

/** What of `kept` is as it should be; somebody may have written something else there. */
export function parseLook(kept: unknown): Look {
  const given = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>; // looked at below
  const factor = (value: unknown) =>
    typeof value === 'number' && value >= 0.4 && value <= 2.5 ? value : 1;
  return {
    brightness: factor(given.brightness),
    contrast: factor(given.contrast),
    gamma: factor(given.gamma),
    isGrey: given.isGrey === true,
    isInverted: given.isInverted === true,
    grid: GRIDS.find((step) => step === given.grid) ?? 0,
  };
}
