import type { KeptStore } from '@/api/kept/kept-database';
import type { AnnotationValue } from '@/editor/core/value';
import type { Before } from './carried-work';

/** What is written down of it on this computer, until the work is handed in. */
interface KeptBefore {
  readonly value: AnnotationValue;
  readonly decided: readonly number[];
}

function keptName(subject: string): string {
  return `before:${subject}`;
}

export async function keepBefore(
  store: KeptStore,
  user: string,
  subject: string,
  before: Pick<Before, 'value' | 'schemaVersion'>,
  decided: readonly number[],
): Promise<void> {
  const kept: KeptBefore = { value: before.value, decided };
  await store
    .putDraft({
      user,
      subject: keptName(subject),
      value: kept,
      schemaVersion: before.schemaVersion,
      seconds: 0,
      baseVersion: 0,
      isSynced: false,
      savedAt: 0,
    })
    .catch(() => undefined); // a full disk: it is still in this window
}

export async function keptBefore(
  store: KeptStore,
  user: string,
  subject: string,
): Promise<(KeptBefore & { readonly schemaVersion: string }) | null> {
  const kept = await store.draft(user, keptName(subject)).catch(() => null);
  if (!kept) return null;
  return { ...(kept.value as KeptBefore), schemaVersion: kept.schemaVersion }; // written above
}

export async function forgetBefore(store: KeptStore, user: string, subject: string): Promise<void> {
  await store.dropDraft(user, keptName(subject)).catch(() => undefined);
}
