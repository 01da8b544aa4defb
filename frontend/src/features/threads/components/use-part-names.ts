import { useLingui } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { guidelineVersionQuery } from '@/api/guideline-version';
import type { Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { explainedParts, nodeOf, nodeWords, readDocument, titleOf } from '@/lib/schema-document';

interface Option {
  value: string;
  label: string;
}

/** What questions can be about, by the names that the current schema and guideline have for it. */
export interface PartNames {
  fields: readonly Option[];
  labels: readonly Option[];
  sections: readonly Option[];
  /** The key itself where nothing is called so any more. */
  label: (field: string, key: string) => string;
  section: (key: string) => string;
  field: (key: string) => string;
}

export function usePartNames(project: Project): PartNames {
  const { i18n } = useLingui();
  const { schema_version: schemaVersion, guideline_version: guidelineVersion } = project;
  const schema = useQuery({
    ...schemaVersionQuery(schemaVersion ?? ''),
    enabled: schemaVersion !== null,
  });
  const guideline = useQuery({
    ...guidelineVersionQuery(guidelineVersion ?? ''),
    enabled: guidelineVersion !== null,
  });
  return useMemo(() => {
    const { locale } = i18n;
    const document = readDocument(schema.data?.document);
    const fields = document?.fields ?? [];
    const known = explainedParts(document).map((part) => ({
      value: part.key,
      label: titleOf(part, locale),
    }));
    const sections = (guideline.data?.sections ?? []).map(({ key, title }) => ({
      value: key,
      label: title,
    }));
    const named = (options: readonly Option[], key: string) =>
      options.find(({ value }) => value === key)?.label ?? key;
    const fieldOptions = fields.map((each) => ({ value: each.key, label: titleOf(each, locale) }));
    return {
      fields: fieldOptions,
      labels: known,
      sections,
      label: (fieldKey, key) => {
        const field = fields.find((each) => each.key === fieldKey);
        const parts = [...(field?.labels ?? []), ...(field?.options ?? [])];
        const part = parts.find((each) => each.key === key);
        if (part) return titleOf(part, locale);
        return field && nodeOf(field, key) ? nodeWords(field, key, locale) : named(known, key);
      },
      section: (key) => named(sections, key),
      field: (key) => named(fieldOptions, key),
    };
  }, [schema.data, guideline.data, i18n]);
}
