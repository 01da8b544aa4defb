import type { ScreenModel } from '@/editor/screen/screen-model';

/** The region that a question is about, as the server takes it. */
export interface Topic {
  readonly field: string;
  readonly label: string;
  /** Its place among the regions, from 0. */
  readonly number: number;
  readonly region: Record<string, unknown>;
}

/** The selected region as it is now; null when none is, or several are. */
export function topicOf(screen: ScreenModel): Topic | null {
  const { selection, document } = screen.editor.getState();
  const [id] = selection;
  const number = id === undefined || selection.length !== 1 ? undefined : document.places.get(id);
  const region = number === undefined ? undefined : document.regions[number];
  if (!region || number === undefined) return null;
  const answer = screen.editor.toValue()[region.field];
  if (!answer) return null;
  // One of the located answers: their parts are all there is in the first of them.
  const parts = Object.values(answer).find(Array.isArray) as readonly { id: string }[] | undefined;
  const found = parts?.find((each) => each.id === id);
  return found ? { field: region.field, label: region.label, number, region: { ...found } } : null;
}
