import { isLocatedType } from '../../core/located';
import type { AnnotationDocument } from '../../core/document';
import type { FieldValue, Region } from '../../core/value';
import type { Prediction } from '../screen-model';
import type { SchemaField } from '@/lib/schema-document';

/** What is still to be taken over or turned down. */
export interface OpenPredictions {
  readonly regions: readonly Region[];
  readonly answers: readonly {
    readonly field: string;
    readonly answer: FieldValue;
    readonly score: number | null;
  }[];
}

export function openPredictions(
  { regions, answers }: AnnotationDocument,
  { value, scores }: Prediction,
  fields: readonly SchemaField[],
): OpenPredictions {
  return {
    regions: regions.filter((region) => region.predicted !== undefined),
    answers: fields.flatMap(({ key, type }) => {
      const answer = value[key];
      if (!answer || isLocatedType(type) || answers[key] !== undefined) return [];
      return [{ field: key, answer, score: scores[key] ?? null }];
    }),
  };
}

/** As sure as this, or not said: what does not say how sure it is, is as sure as it gets. */
export function isSure(score: number | null | undefined, threshold: number): boolean {
  return (score ?? 1) >= threshold;
}
