/** Whoever counts time that people really work. */
export interface Attended {
  touch(): void;
  setVisible(isVisible: boolean): void;
}

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** Tells `attended` whether somebody is there; the returned function stops it. */
export function followPresence(attended: Attended): () => void {
  const touch = () => attended.touch();
  const see = () => attended.setVisible(document.visibilityState === 'visible');
  const hide = () => attended.setVisible(false);
  for (const sign of SIGNS_OF_LIFE)
    window.addEventListener(sign, touch, { passive: true, capture: true });
  document.addEventListener('visibilitychange', see);
  window.addEventListener('pagehide', hide);
  return () => {
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touch, { capture: true });
    document.removeEventListener('visibilitychange', see);
    window.removeEventListener('pagehide', hide);
  };
}
