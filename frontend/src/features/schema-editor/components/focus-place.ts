/** Puts the cursor into the input of what a pointer leads to, or the nearest thing around, once it is drawn. */
export function focusPlace(pointer: string): void {
  setTimeout(() => {
    for (let at = pointer; at; at = at.slice(0, at.lastIndexOf('/'))) {
      const place = document.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(at)}"]`);
      if (!place) continue;
      place.closest('details')?.setAttribute('open', '');
      place.scrollIntoView({ block: 'center' });
      place.focus();
      return;
    }
  }, 60);
}
