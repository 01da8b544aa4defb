/** The keys of the page itself: none that a schema can give to an answer. */
export const KEYS = {
  takeBack: 'backspace',
  view: '0',
  panel: '\\',
  open: 'enter',
} as const;
