import type { Size } from './points';

/** The colours of an image as a canvas gives them: red, green, blue, alpha, row by row. */
export interface ColourPixels extends Size {
  readonly data: Uint8ClampedArray;
}
