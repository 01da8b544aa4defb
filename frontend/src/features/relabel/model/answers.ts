import type { RelabelQuestion } from '@/api/relabel';
import { readLocated } from '@/editor/core/located';
import type { SchemaDocument as EditorDocument } from '@/editor/core/schema';
import type { AnnotationValue, FieldValue, Region } from '@/editor/core/value';
import type { PossibleAnswer } from '@/lib/possible-answers';
import { isPlainObject } from '@/lib/schema-document';

/** `s` skips, unless it is somebody's answer. */
export function skipKey(answers: readonly PossibleAnswer[]): string {
  return answers.some(({ shortcut }) => shortcut === 's') ? 'shift+s' : 's';
}

/** What the question is about: one region or span, or an answer about the whole item. */
export type Affected =
  | { readonly kind: 'region'; readonly value: AnnotationValue; readonly region: Region }
  | { readonly kind: 'answer'; readonly value: AnnotationValue }
  | { readonly kind: 'none' };

/** The part as it was, as a value of the old schema that holds nothing else. */
export function affectedPart(
  before: EditorDocument,
  question: Pick<RelabelQuestion, 'field' | 'part' | 'before'>,
): Affected {
  const field = before.fields.find(({ key }) => key === question.field);
  const part: unknown = question.before;
  if (!field || !isPlainObject(part)) return { kind: 'none' };
  if (!question.part)
    return { kind: 'answer', value: { [field.key]: part as unknown as FieldValue } }; // the server stored it
  const isLocated = 'label' in part && ('geometry' in part || 'start' in part);
  if (!isLocated) return { kind: 'none' };
  const fieldValue = { [field.type]: [part] } as unknown as FieldValue; // of the shape that the field's type says
  const region = readLocated(field.key, fieldValue)?.[0];
  return region ? { kind: 'region', value: { [field.key]: fieldValue }, region } : { kind: 'none' };
}

/** The guideline's section about the old label, or about the first of the new ones that has any. */
export function sectionFor(
  sections: readonly { readonly key: string }[],
  question: Pick<RelabelQuestion, 'label' | 'candidates'>,
): string | null {
  const known = new Set(sections.map(({ key }) => key));
  return [question.label, ...question.candidates].find((key) => known.has(key)) ?? null;
}
