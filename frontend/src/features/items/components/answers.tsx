import { useLingui } from '@lingui/react/macro';
import { Fragment } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import { Count } from '@/components/count';
import { readLocated } from '@/editor/core/located';
import type { SchemaDocument } from '@/editor/core/schema';
import type { AnnotationValue, FieldValue } from '@/editor/core/value';
import { colourOf, nodeWords, titleOf } from '@/lib/schema-document';
import classes from './answers.module.css';

type Field = SchemaDocument['fields'][number];

/** What an annotation says, field by field, in words. */
export function Answers({ document, value }: { document: SchemaDocument; value: AnnotationValue }) {
  const { t, i18n } = useLingui();
  const answered = document.fields.filter((field) => value[field.key] !== undefined);
  if (answered.length === 0) return null;
  return (
    <dl className={classes.answers} aria-label={t`What was said`}>
      {answered.map((field) => (
        <Fragment key={field.key}>
          <dt>{titleOf(field, i18n.locale)}</dt>
          <dd>
            <Answer field={field} value={value[field.key] as FieldValue} locale={i18n.locale} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function Answer({ field, value, locale }: { field: Field; value: FieldValue; locale: string }) {
  const { t } = useLingui();
  const parts: readonly { label: string }[] | undefined = readLocated(field.key, value);
  if (parts) {
    const used = (field.labels ?? [])
      .map((label) => ({ label, count: parts.filter((part) => part.label === label.key).length }))
      .filter(({ count }) => count > 0);
    if (used.length === 0) return <>{t`nothing to see`}</>;
    return (
      <>
        {used.map(({ label, count }) => (
          <span key={label.key} className={classes.label}>
            <ColourSwatch colour={colourOf(label)} />
            {titleOf(label, locale)}
            <Count value={count} />
          </span>
        ))}
      </>
    );
  }
  const option = (key: string) => {
    const found = field.options?.find((each) => each.key === key);
    return found ? titleOf(found, locale) : key;
  };
  if ('choice' in value) return <>{option(value.choice)}</>;
  if ('choices' in value) return <>{value.choices.map(option).join(', ')}</>;
  if ('taxonomy' in value) return <>{nodeWords(field, value.taxonomy, locale)}</>;
  return <>{String(Object.values(value)[0])}</>;
}
