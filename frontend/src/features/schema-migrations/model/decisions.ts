import type { components } from '@/api/schema';
import { isSameValue } from '@/lib/same-value';
import type { Plain } from '@/lib/schema-document';

export type Difference = components['schemas']['DifferenceOut'];
export type Choice = components['schemas']['ChoiceOfMeaningOut'];
export type Operation = components['schemas']['OperationOut'];

/** Operations as the curator has them, by the operation that was proposed: rules of a split, an origin that is kept. */
export type Edits = readonly Plain[];

/** What somebody has to say; the rest is settled. */
export function undecided(differences: readonly Difference[]): Difference[] {
  return differences.filter((difference) => difference.decided === null);
}

/** The decisions that a plan carries out, as far as they can be told from its operations. */
export function decisionsIn(
  differences: readonly Difference[],
  operations: readonly Operation[],
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const difference of undecided(differences)) {
    const choice = difference.choices.find((each) => isCarriedOut(each, operations));
    if (choice) found[difference.id] = choice.key;
  }
  return found;
}

function isCarriedOut(choice: Choice, operations: readonly Operation[]): boolean {
  return (
    choice.operations.length > 0 &&
    choice.operations.every((wanted) =>
      operations.some(({ document }) => isSameDeed(wanted.document, document)),
    )
  );
}

/** Whether `done` is `wanted`, perhaps with rules of its own or together with its like. */
export function isSameDeed(wanted: Plain, done: Plain): boolean {
  if (wanted.kind !== done.kind || wanted.field !== done.field) return false;
  switch (wanted.kind) {
    case 'split_label/1':
      return wanted.label === done.label && isSameValue(wanted.targets, done.targets);
    case 'merge_labels/1':
      return wanted.target === done.target && listed(wanted.sources, done.sources);
    case 'merge_options/1':
      return (
        wanted.label === done.label &&
        wanted.attribute === done.attribute &&
        wanted.target === done.target &&
        listed(wanted.sources, done.sources)
      );
    default:
      return isSameValue(wanted, done);
  }
}

function listed(wanted: unknown, done: unknown): boolean {
  return (
    Array.isArray(wanted) && Array.isArray(done) && wanted.every((each) => done.includes(each))
  );
}

/** `operations` with those that were edited in the place of the proposed ones; null if none is. */
export function withEdits(operations: readonly Operation[], edits: Edits): Plain[] | null {
  let isEdited = false;
  const written = operations.map(({ document }) => {
    const edit = edits.find((each) => isSameDeed(each, document));
    if (!edit || isSameValue(edit, document)) return document;
    isEdited = true;
    return edit;
  });
  return isEdited ? written : null;
}

/** The split among the operations of a choice: the one kind that needs more words than a choice has. */
export function splitIn(choice: Choice | undefined): Plain | null {
  return choice?.operations.find(({ kind }) => kind === 'split_label/1')?.document ?? null;
}
