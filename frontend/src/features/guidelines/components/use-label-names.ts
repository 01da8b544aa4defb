import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { colourOf, explainedParts, titleOf, type SchemaDocument } from '@/lib/schema-document';

/** What a label or option is called, by its key; the key where the schema does not have it any more. */
export type LabelNames = (key: string) => { title: string; colour?: string };

export function useLabelNames(document: SchemaDocument | null): LabelNames {
  const { i18n } = useLingui();
  const { locale } = i18n;
  return useMemo(() => {
    const parts = new Map(explainedParts(document).map((part) => [part.key, part]));
    return (key) => {
      const part = parts.get(key);
      return part ? { title: titleOf(part, locale), colour: colourOf(part) } : { title: key };
    };
  }, [document, locale]);
}
