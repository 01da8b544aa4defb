import { SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { ColourSwatch } from '@/components/colour-swatch';
import { Shortcut } from '@/components/shortcut';
import { isLocale, LOCALES } from '@/lib/locale';
import {
  asText,
  colourOf,
  proseOf,
  titleOf,
  type SchemaDocument,
  type SchemaField,
  type SchemaLabel,
} from '@/lib/schema-document';
import { sampleItemQuery } from '../api/sample-item';
import { join } from '../document/pointer';
import { Answer } from './preview-answer';
import { PreviewImage, PreviewText } from './preview-item';
import { PreviewSound } from './preview-sound';
import classes from './preview-pane.module.css';

interface PreviewPaneProps {
  project: Project;
  document: SchemaDocument;
  at: string;
  onSelect: (at: string) => void;
}

export interface LabelInBar {
  at: string;
  label: SchemaLabel;
}

/** The annotation screen that this draft makes: the same parts in the same places, drawn from the draft alone. */
export function PreviewPane({ project, document, at, onSelect }: PreviewPaneProps) {
  const { t, i18n } = useLingui();
  const [locale, setLocale] = useState(isLocale(i18n.locale) ? i18n.locale : 'en');
  const item = useQuery({
    ...sampleItemQuery(project.id),
    enabled: project.may.includes('see_items'),
  });
  const labels = document.fields.flatMap((field, index) =>
    (field.labels ?? []).map((label, position): LabelInBar => ({
      at: join('/fields', index, 'labels', position),
      label,
    })),
  );
  const active = labels.find((each) => each.at === at) ?? labels[0];
  const questions = document.fields
    .map((field, index) => ({ field, at: join('/fields', index) }))
    .filter(({ field }) => !field.labels);
  const isText = document.input === 'text';

  return (
    <div className={classes.pane}>
      <div className={classes.screen}>
        <div className={classes.work}>
          <div className={classes.stage} data-text={isText || undefined}>
            {document.input === 'audio' ? (
              <PreviewSound labels={labels} active={active} locale={locale} />
            ) : isText ? (
              <PreviewText
                text={item.data?.text ?? null}
                labels={labels}
                active={active}
                locale={locale}
              />
            ) : (
              <PreviewImage
                url={item.data?.imageUrl ?? null}
                labels={labels}
                active={active}
                locale={locale}
              />
            )}
          </div>
          {labels.length > 0 && (
            <div className={classes.bar} role="group" aria-label={t`Label bar`}>
              {labels.map((each) => (
                <button
                  key={each.at}
                  type="button"
                  className={classes.label}
                  aria-pressed={each === active}
                  onClick={() => onSelect(each.at)}
                >
                  <ColourSwatch colour={colourOf(each.label)} size={12} />
                  <span lang={locale}>{titleOf(each.label, locale)}</span>
                  {asText(each.label.shortcut) && <Shortcut keys={asText(each.label.shortcut)} />}
                </button>
              ))}
            </div>
          )}
        </div>
        <div className={classes.panel}>
          {active && (active.label.attributes?.length ?? 0) > 0 && (
            <section className={classes.region}>
              <h3 className={classes.regionTitle}>
                <ColourSwatch colour={colourOf(active.label)} />
                <span lang={locale}>{titleOf(active.label, locale)}</span>
              </h3>
              {active.label.attributes?.map((attribute, index) => (
                <Answer key={index} question={attribute} locale={locale} isSmall />
              ))}
            </section>
          )}
          {questions.map(({ field, at: place }) => (
            <Question key={place} field={field} locale={locale} isSelected={at.startsWith(place)} />
          ))}
          {labels.length === 0 && questions.length === 0 && (
            <p className={classes.empty}>
              <Trans>The screen is empty until the schema has a field.</Trans>
            </p>
          )}
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.note}>
          {item.data && document.input !== 'audio' ? (
            isText ? (
              <Trans>The first item of this project; the marks are examples.</Trans>
            ) : (
              <Trans>The first item of this project; the boxes are examples.</Trans>
            )
          ) : (
            <Trans>A drawing stands in for your items.</Trans>
          )}
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t`Language of the preview`}
          value={locale}
          onChange={(value) => isLocale(value) && setLocale(value)}
          data={[...LOCALES]}
        />
      </div>
    </div>
  );
}

function Question({
  field,
  locale,
  isSelected,
}: {
  field: SchemaField;
  locale: string;
  isSelected: boolean;
}) {
  const help = proseOf(field.help, locale);
  return (
    <section className={classes.question} data-selected={isSelected || undefined}>
      <Answer question={field} locale={locale} help={help} />
    </section>
  );
}
