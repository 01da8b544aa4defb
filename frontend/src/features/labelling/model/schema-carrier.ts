import type { CarriedDraft, PartChange } from '@/api/carry';
import type { KeptStore } from '@/api/kept/kept-database';
import type { AnnotationValue } from '@/editor/core/value';
import type { SchemaDocument } from '@/lib/schema-document';
import { keepBefore, keptBefore } from './kept-before';
import type { Carried, Prepared, Subject } from './labelling-session';

export interface SchemaCarrierOptions {
  readonly user: string;
  readonly store: KeptStore;
  readonly fetchSchema: (version: string) => Promise<SchemaDocument>;
  readonly carry: (item: string, version: string, value: AnnotationValue) => Promise<CarriedDraft>;
  /** The revision of this annotation to go on from, if nothing but schema migrations came after `base`. */
  readonly newestBase: (annotation: string, base: number) => Promise<number>;
}

/** Brings work that was begun under an older schema version to the current one. */
export class SchemaCarrier {
  readonly #options: SchemaCarrierOptions;

  constructor(options: SchemaCarrierOptions) {
    this.#options = options;
  }

  /** The work as it reads under `target`, with what became of its parts; as it is when there is nothing to do. */
  async bring(prepared: Prepared, target: string): Promise<Prepared> {
    const { subject, kept } = prepared;
    const begun = kept ? kept.schemaVersion : subject.schemaVersion;
    if (begun === target && subject.schemaVersion === target) return this.#remind(prepared);
    const theirs = await this.#carry(subject, subject.schemaVersion, subject.value, target);
    const mine = kept && (await this.#carry(subject, begun, kept.value, target));
    const based = await this.#rebased(subject);
    const schemaVersion = mine?.schemaVersion ?? theirs.schemaVersion;
    const start = kept ? kept.value : subject.value;
    const changes = (mine ?? theirs).changes;
    const carried =
      start && changes.length > 0
        ? await this.#told(subject, { value: start, schemaVersion: begun }, changes)
        : null;
    const brought: Prepared = {
      ...prepared,
      schema: await this.#options.fetchSchema(schemaVersion),
      subject: { ...based, schemaVersion, value: theirs.value },
      kept: kept && mine?.value ? { ...kept, value: mine.value, schemaVersion } : null,
      carried: carried ?? prepared.carried,
    };
    return this.#remind(brought);
  }

  async #carry(subject: Subject, from: string, value: AnnotationValue | null, target: string) {
    if (!value || from === target)
      return { value, schemaVersion: target, changes: [] as readonly PartChange[] };
    const carried = await this.#options.carry(subject.item.id, from, value);
    return {
      value: carried.value as AnnotationValue, // the server checked its shape
      schemaVersion: carried.schema_version,
      changes: carried.changes,
    };
  }

  async #told(
    { id }: Subject,
    { value, schemaVersion }: { value: AnnotationValue; schemaVersion: string },
    changes: readonly PartChange[],
  ): Promise<Carried> {
    const { user, store, fetchSchema } = this.#options;
    const before = { value, schemaVersion, schema: await fetchSchema(schemaVersion) };
    await keepBefore(store, user, id, before, []);
    return { before, changes, decided: [] };
  }

  /** Work that was carried over before this page was opened: what became of it is told again. */
  async #remind(prepared: Prepared): Promise<Prepared> {
    const { user, store, fetchSchema, carry } = this.#options;
    const { subject } = prepared;
    const kept = prepared.carried ? null : await keptBefore(store, user, subject.id);
    if (!kept) return prepared;
    const { changes } = await carry(subject.item.id, kept.schemaVersion, kept.value);
    const before = { ...kept, schema: await fetchSchema(kept.schemaVersion) };
    return { ...prepared, carried: { before, changes, decided: kept.decided } };
  }

  /** The migration made a revision of its own of what was submitted before: that one is followed, not contradicted. */
  async #rebased(subject: Subject): Promise<Subject> {
    const { annotation, baseRevision, reopened } = subject;
    if (!annotation || baseRevision === null) return subject;
    const revision = await this.#options.newestBase(annotation, baseRevision);
    return {
      ...subject,
      baseRevision: revision,
      reopened: reopened && { ...reopened, revision },
    };
  }
}
