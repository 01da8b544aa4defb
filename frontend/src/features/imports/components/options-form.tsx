import { Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { asText } from '@/lib/schema-document';
import type { ImportFormat, Options } from '../api/imports';
import classes from './options-form.module.css';

type Option = ImportFormat['options'][number];

interface OptionsFormProps {
  format: ImportFormat;
  options: Options;
  onChange: (options: Options) => void;
}

/** What can be said about how to read a format; each field as the server describes it. */
export function OptionsForm({ format, options, onChange }: OptionsFormProps) {
  const wordsOf = useOptionWords();
  const set = (option: Option, value: unknown) => {
    const rest = Object.fromEntries(
      Object.entries(options).filter(([name]) => name !== option.name),
    );
    const isDefault = JSON.stringify(value) === JSON.stringify(option.default);
    onChange(isDefault || value === '' ? rest : { ...rest, [option.name]: value });
  };
  return (
    <div className={classes.form}>
      {format.options.map((option) => (
        <Field
          key={option.name}
          option={option}
          words={wordsOf(option.name)}
          value={options[option.name] ?? option.default}
          onChange={(value) => set(option, value)}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  option: Option;
  words: { label: string; help?: string };
  value: unknown;
  onChange: (value: unknown) => void;
}

function Field({ option, words, value, onChange }: FieldProps) {
  const choiceOf = useChoiceWords();
  const shared = { label: words.label, description: words.help, size: 'sm' };
  switch (option.type) {
    case 'boolean':
      return (
        <Checkbox
          {...shared}
          className={classes.wide}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          allowDeselect={false}
          value={asText(value)}
          data={option.choices.map((choice) => ({
            value: choice,
            label: choiceOf(option.name, choice),
          }))}
          onChange={onChange}
        />
      );
    case 'list':
      return (
        <TagsInput
          {...shared}
          className={classes.wide}
          value={Array.isArray(value) ? value.map(asText) : []}
          onChange={onChange}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          defaultValue={asText(value)}
          // Sent when the field is left: each change reads the files anew.
          onBlur={(event) => {
            const text = event.currentTarget.value;
            onChange(option.type === 'whole' ? Number.parseInt(text, 10) || 0 : text);
          }}
        />
      );
  }
}

function useOptionWords() {
  const { t } = useLingui();
  const words: Record<string, { label: string; help?: string }> = {
    labels_only: {
      label: t`Labels only`,
      help: t`The images are in the project already; they are found by their names.`,
    },
    zero_based: {
      label: t`Counts from 0`,
      help: t`Pascal VOC counts pixels from 1; some home-made files count from 0.`,
    },
    item: { label: t`One item is` },
    encoding: { label: t`Encoding` },
    text_column: { label: t`Column of the text` },
    media_column: { label: t`Column of the image` },
    id_column: { label: t`Column of the id` },
    label_columns: {
      label: t`Columns with labels`,
      help: t`Write a column's name and press Enter.`,
    },
    label_separator: { label: t`Between several labels`, help: t`Such as | or ;` },
    header: { label: t`The first line holds the names of the columns` },
    delimiter: { label: t`Between columns` },
    text_key: { label: t`Key of the text` },
    media_key: { label: t`Key of the image` },
    id_key: { label: t`Key of the id` },
    label_key: { label: t`Key of the labels` },
    token_column: { label: t`Column of the token`, help: t`Counted from 0.` },
    tag_column: { label: t`Column of the tag`, help: t`-1 is the last.` },
    separator: { label: t`Between columns` },
    joiner: { label: t`Between tokens` },
  };
  return (name: string) => words[name] ?? { label: name };
}

function useChoiceWords() {
  const { t } = useLingui();
  const words: Record<string, string> = {
    auto: t`recognised`,
    file: t`a file`,
    line: t`a line`,
    tab: t`tab`,
    space: t`space`,
    'joiner ': t`a space`,
    joiner: t`nothing`,
  };
  return (option: string, choice: string) =>
    (option === 'joiner' && choice !== 'auto' ? words[`joiner${choice}`] : words[choice]) ?? choice;
}
