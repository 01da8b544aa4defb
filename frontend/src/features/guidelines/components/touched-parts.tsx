import { MultiSelect } from '@mantine/core';
import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import { asText, explainedParts, titleOf, type SchemaDocument } from '@/lib/schema-document';
import type { SectionChange } from '../api/guideline-draft';
import { sectionsOf } from '../text/sections';
import classes from './publish-dialog.module.css';
import type { TouchedChoice } from './use-touched';

interface TouchedPartsProps {
  touched: TouchedChoice;
  document: SchemaDocument | null;
  text: string;
}

const CHANGE_WORDS: Record<SectionChange, MessageDescriptor> = {
  added: msg`new`,
  changed: msg`changed`,
  removed: msg`removed`,
  renamed: msg`renamed`,
  same: msg`as before`,
};

/** The sections and labels that a change is about. What differs is chosen already; the curator knows better. */
export function TouchedParts({ touched, document, text }: TouchedPartsProps) {
  const { t, i18n } = useLingui();
  const changes = touched.proposed?.sections;
  const sections = useMemo(() => {
    const found = new Map<string, string>();
    const name = (title: string) => title || t`Before the first heading`;
    for (const { key, title } of sectionsOf(text)) found.set(key, name(title));
    for (const { key, title, change } of changes ?? [])
      found.set(key, `${name(title)} · ${i18n._(CHANGE_WORDS[change])}`);
    return [...found].map(([key, label]) => ({ value: `${PREFIX}${key}`, label }));
  }, [text, changes, t, i18n]);
  const labels = useMemo(() => {
    const found = new Map<string, string>();
    for (const part of explainedParts(document)) {
      const key = asText(part.key);
      if (!found.has(key)) found.set(key, titleOf(part, i18n.locale));
    }
    return [...found].map(([value, label]) => ({ value, label }));
  }, [document, i18n.locale]);
  return (
    <>
      <div className={classes.touched}>
        <MultiSelect
          label={t`Sections it is about`}
          data={sections}
          value={(touched.sections ?? []).map((key) => `${PREFIX}${key}`)}
          onChange={(values) => touched.onSections(values.map((each) => each.slice(PREFIX.length)))}
          searchable
          hidePickedOptions
        />
        {labels.length > 0 && (
          <MultiSelect
            label={t`Labels it is about`}
            data={labels}
            value={touched.labels ?? []}
            onChange={touched.onLabels}
            searchable
            hidePickedOptions
          />
        )}
      </div>
      <ProblemAlert error={touched.error} />
    </>
  );
}

/** What stands before the first heading has an empty key, which no select takes as a value. */
const PREFIX = 's:';
