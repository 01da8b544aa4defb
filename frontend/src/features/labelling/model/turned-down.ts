import type { Editor } from '@/editor/core/editor';
import { readLocated } from '@/editor/core/located';
import type { Prediction } from '@/editor/screen/screen-model';

const NAME = 'labelwright.turned-down';
const MOST = 40; // pieces of work: who has more than that open has forgotten the first

type Kept = readonly (readonly [subject: string, ids: readonly string[]])[];

/**
 * What a person turned down of a prediction, kept on this computer until the work is handed in: it does not come back with the
 * page.
 */
export class TurnedDown {
  constructor(private readonly subject: string) {}

  /** The prediction without the regions that were turned down before. */
  without(prediction: Prediction): Prediction {
    const down = new Set(read().find(([name]) => name === this.subject)?.[1]);
    if (down.size === 0) return prediction;
    const value = Object.fromEntries(
      Object.entries(prediction.value).map(([field, answer]) => {
        if ('regions' in answer)
          return [field, { ...answer, regions: answer.regions.filter(({ id }) => !down.has(id)) }];
        if ('spans' in answer)
          return [field, { ...answer, spans: answer.spans.filter(({ id }) => !down.has(id)) }];
        if ('segments' in answer)
          return [
            field,
            { ...answer, segments: answer.segments.filter(({ id }) => !down.has(id)) },
          ];
        return [field, answer];
      }),
    );
    return { ...prediction, value };
  }

  /** Writes down what is turned down from now on; ends with what it gives. */
  keep(editor: Editor, prediction: Prediction): () => void {
    const ids = new Set(
      Object.entries(prediction.value).flatMap(([field, answer]) =>
        (readLocated(field, answer) ?? []).map(({ id }) => id),
      ),
    );
    return editor.observe((change, { document }) => {
      const moved = [...change.deleted, ...change.created];
      if (!moved.some(({ region }) => ids.has(region.id))) return;
      write(
        this.subject,
        [...ids].filter((id) => !document.places.has(id)),
      );
    });
  }

  forget(): void {
    write(this.subject, []);
  }
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(kept) ? (kept as Kept) : []; // written below
  } catch {
    return [];
  }
}

function write(subject: string, ids: readonly string[]): void {
  const others = read().filter(([name]) => name !== subject);
  const all: Kept = ids.length > 0 ? [...others, [subject, ids]] : others;
  try {
    localStorage.setItem(NAME, JSON.stringify(all.slice(-MOST)));
  } catch {
    // A browser that keeps nothing: they come back with the page.
  }
}
