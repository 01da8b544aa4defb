import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import {
  colourOf,
  nodeOf,
  titleOf,
  type SchemaDocument,
  type SchemaField,
  type SchemaLabel,
} from './schema-document';

/** What things of one schema, or of an old and a new one, are called in the reader's language, by their keys. */
export interface Names {
  field: (field: string) => string;
  /** A label, an option or a node of the field. */
  label: (field: string, label: string) => string;
  attribute: (field: string, label: string, attribute: string) => string;
  option: (field: string, label: string, attribute: string, option: string) => string;
  colour: (field: string, label: string) => string;
}

/** The first of `documents` that has a thing names it. */
export function namesIn(documents: readonly (SchemaDocument | null)[], locale: string): Names {
  const fields = documents.flatMap((document) => document?.fields ?? []);
  const first = <T>(key: string, find: (field: SchemaField) => T | undefined): T | undefined => {
    for (const field of fields) {
      const found = field.key === key ? find(field) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  const part = (field: string, label: string): SchemaLabel | undefined =>
    first(
      field,
      (each) =>
        each.labels?.find(({ key }) => key === label) ??
        each.options?.find(({ key }) => key === label) ??
        nodeOf(each, label),
    );
  const attributeOf = (field: string, label: string, attribute: string) =>
    first(field, (each) =>
      each.labels
        ?.find(({ key }) => key === label)
        ?.attributes?.find(({ key }) => key === attribute),
    );
  return {
    field: (key) => {
      const found = first(key, (field) => field);
      return found ? titleOf(found, locale) : key;
    },
    label: (field, key) => {
      const found = part(field, key);
      return found ? titleOf(found, locale) : key;
    },
    attribute: (field, label, key) => {
      const found = attributeOf(field, label, key);
      return found ? titleOf(found, locale) : key;
    },
    option: (field, label, attribute, key) => {
      const found = attributeOf(field, label, attribute)?.options?.find((each) => each.key === key);
      return found ? titleOf(found, locale) : key;
    },
    colour: (field, key) => colourOf(part(field, key) ?? {}),
  };
}

export function useNames(...documents: readonly (SchemaDocument | null)[]): Names {
  const { i18n } = useLingui();
  const [before, after] = documents;
  return useMemo(
    () => namesIn([before ?? null, after ?? null], i18n.locale),
    [before, after, i18n.locale],
  );
}
