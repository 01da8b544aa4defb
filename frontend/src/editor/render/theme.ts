/** The colours of the canvas that are not a label's. Read from the style sheet once per theme change, never per frame. */
export interface CanvasTheme {
  readonly hairline: string;
  readonly handle: string;
  readonly font: string;
}

export const DEFAULT_THEME: CanvasTheme = {
  hairline: 'rgb(10 12 16 / 0.6)',
  handle: '#fff',
  font: 'system-ui, sans-serif',
};

export function readTheme(element: Element): CanvasTheme {
  const style = getComputedStyle(element);
  const property = (name: string) => style.getPropertyValue(name).trim();
  return {
    hairline: property('--editor-hairline') || DEFAULT_THEME.hairline,
    handle: property('--editor-handle') || DEFAULT_THEME.handle,
    font: style.fontFamily || DEFAULT_THEME.font,
  };
}

const textColours = new Map<string, string>();

/** Black or white, whichever reads better on `colour` (#rgb or #rrggbb), by the relative luminance of WCAG 2. */
export function textOn(colour: string): string {
  const known = textColours.get(colour);
  if (known) return known;
  const hex = /^#[\da-f]{3}$/i.test(colour) ? colour.replace(/[\da-f]/gi, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255 || 0;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where both contrasts are equal: (L + 0.05)² = 1.05 × 0.05.
  const text = luminance > 0.179 ? '#0b0d12' : '#fff';
  textColours.set(colour, text);
  return text;
}
