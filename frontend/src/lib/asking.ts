import { useEffect, useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store';

/** The key that asks, wherever one is. The labelling screen takes it with Shift where its schema wants the letter. */
export const ASK_KEY = 'q';

/** What a question is about; it can be changed before it is sent. */
export interface Subject {
  /** Key of a section of the published guideline. */
  readonly section?: string;
  /** Id of a batch. */
  readonly batch?: string;
}

const NOTHING: Subject = {};
const shown = new ExternalStore<Subject>(NOTHING);
const asked = new ExternalStore<Subject | null>(null);

/** What a question that is asked from this page is about. */
export function useSubject({ section, batch }: Subject): void {
  useEffect(() => {
    const subject = { section, batch };
    shown.set(subject);
    return () => {
      if (shown.get() === subject) shown.set(NOTHING);
    };
  }, [section, batch]);
}

/** Opens the dialog: about what the page shows, unless told otherwise. */
export function openQuestion(subject: Subject = shown.get()): void {
  asked.set(subject);
}

export function closeQuestion(): void {
  asked.set(null);
}

/** What is being asked about now; null while nobody asks. */
export function useAskedSubject(): Subject | null {
  return useSyncExternalStore(asked.subscribe, asked.get);
}
