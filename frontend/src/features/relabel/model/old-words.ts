import type { RelabelQuestion } from '@/api/relabel';
import type { AnnotationValue, FieldValue } from '@/editor/core/value';
import { answerWords } from '@/editor/screen/mini-view';
import { isColour, isPlainObject, titleOf, type SchemaDocument } from '@/lib/schema-document';

/** What the part was called until now. */
export interface OldWords {
  readonly title: string;
  readonly colour: string | null;
}

export function oldWords(
  before: SchemaDocument,
  question: Pick<RelabelQuestion, 'field' | 'label' | 'part' | 'before'>,
  locale: string,
): OldWords {
  const field = before.fields.find(({ key }) => key === question.field);
  const named = [...(field?.labels ?? []), ...(field?.options ?? [])].find(
    ({ key }) => key === question.label,
  );
  const fieldTitle = field ? titleOf(field, locale) : question.field;
  const answer = named ? titleOf(named, locale) : wholeAnswer(before, question, locale);
  return {
    title: answer || fieldTitle,
    colour: isColour(named?.colour) ? named.colour : null,
  };
}

function wholeAnswer(
  before: SchemaDocument,
  { field, label, before: part }: Pick<RelabelQuestion, 'field' | 'label' | 'before'>,
  locale: string,
): string {
  if (!isPlainObject(part)) return label;
  const value: AnnotationValue = { [field]: part as unknown as FieldValue }; // the server stored it
  return answerWords(before, field, value[field] as FieldValue, locale) || label;
}
