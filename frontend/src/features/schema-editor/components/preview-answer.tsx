import { Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconStar } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import { Shortcut } from '@/components/shortcut';
import { TreeChoice } from '@/components/tree-choice';
import {
  asText,
  isColour,
  titleOf,
  type SchemaAttribute,
  type SchemaField,
} from '@/lib/schema-document';
import classes from './preview-answer.module.css';

interface AnswerProps {
  question: SchemaField | SchemaAttribute;
  locale: string;
  help?: string;
  isSmall?: boolean;
}

/** One question as the annotator meets it. It can be tried out; nothing is kept. */
export function Answer({ question, locale, help, isSmall = false }: AnswerProps) {
  const id = useId();
  return (
    <div className={classes.answer} data-small={isSmall || undefined}>
      <p className={classes.title} id={id} lang={locale}>
        {titleOf(question, locale)}
        {question.required && (
          <span className={classes.required}>
            <Trans>required</Trans>
          </span>
        )}
      </p>
      {help && (
        <p className={classes.help} lang={locale}>
          {help}
        </p>
      )}
      <Control question={question} locale={locale} labelId={id} />
    </div>
  );
}

function TreePreview({ field, locale }: { field: SchemaField; locale: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <TreeChoice
      nodes={field.nodes ?? []}
      chosen={chosen}
      isLeavesOnly={field.leaves_only}
      locale={locale}
      label={titleOf(field, locale)}
      onChoose={setChosen}
    />
  );
}

function Control({
  question,
  locale,
  labelId,
}: {
  question: SchemaField | SchemaAttribute;
  locale: string;
  labelId: string;
}) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const isMany = question.type === 'choices';
  const toggle = (index: number) => {
    const isOn = chosen.includes(index);
    if (isMany) setChosen(isOn ? chosen.filter((each) => each !== index) : [...chosen, index]);
    else setChosen(isOn ? [] : [index]);
  };
  switch (question.type) {
    case 'choice':
    case 'choices':
    case 'boolean': {
      const options =
        question.type === 'boolean'
          ? [
              { key: 'true', titles: {}, name: t`Yes` },
              { key: 'false', titles: {}, name: t`No` },
            ]
          : (question.options ?? []);
      return (
        <div className={classes.options} role="group" aria-labelledby={labelId}>
          {options.map((option, index) => (
            <button
              key={index}
              type="button"
              className={classes.option}
              aria-pressed={chosen.includes(index)}
              onClick={() => toggle(index)}
            >
              {'colour' in option && isColour(option.colour) && (
                <ColourSwatch colour={option.colour} />
              )}
              <span lang={locale}>{titleOf(option, locale)}</span>
              {'shortcut' in option && asText(option.shortcut) && (
                <Shortcut keys={asText(option.shortcut)} />
              )}
            </button>
          ))}
        </div>
      );
    }
    case 'taxonomy':
      return 'nodes' in question ? <TreePreview field={question} locale={locale} /> : null;
    case 'rating': {
      const steps = Math.max(1, Math.min(10, Number(question.maximum ?? 5) || 5));
      return (
        <div className={classes.stars} role="group" aria-labelledby={labelId}>
          {Array.from({ length: steps }, (_, index) => (
            <button
              key={index}
              type="button"
              className={classes.star}
              data-on={index <= (chosen[0] ?? -1) || undefined}
              aria-label={t`${index + 1} of ${steps}`}
              aria-pressed={chosen[0] === index}
              onClick={() => setChosen([index])}
            >
              <IconStar size={20} stroke={1.5} aria-hidden="true" />
            </button>
          ))}
        </div>
      );
    }
    case 'number': {
      const unit = 'unit' in question ? question.unit : undefined;
      return (
        <TextInput
          size="xs"
          inputMode="decimal"
          aria-labelledby={labelId}
          placeholder={[question.minimum, question.maximum]
            .filter((each) => each !== undefined)
            .join('–')}
          rightSection={unit && <span className={classes.unit}>{asText(unit)}</span>}
          rightSectionWidth={unit ? 56 : undefined}
        />
      );
    }
    case 'text':
      return 'multiline' in question && question.multiline ? (
        <Textarea size="xs" aria-labelledby={labelId} autosize minRows={2} />
      ) : (
        <TextInput size="xs" aria-labelledby={labelId} />
      );
    default:
      return <code className={classes.unknown}>{asText(question.type)}</code>;
  }
}
