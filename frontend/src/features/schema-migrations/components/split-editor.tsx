import {
  ActionIcon,
  Button,
  MultiSelect,
  NumberInput,
  Select,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { titleOf, type Plain, type SchemaDocument } from '@/lib/schema-document';
import {
  blankCondition,
  choicesFor,
  isComplete,
  labelOf,
  readSplit,
  readValues,
  sourceOf,
  sourcesOf,
  writeSplit,
  type Condition,
  type Rule,
  type Source,
  type Split,
} from '../model/split-rules';
import type { Names } from '@/lib/schema-names';
import classes from './split-editor.module.css';

interface SplitEditorProps {
  /** The split as it stands in the plan. */
  operation: Plain;
  before: SchemaDocument;
  after: SchemaDocument;
  names: Names;
  onChange: (operation: Plain) => void;
}

const ASK = '?';

/** The rules by which a label is divided: the first that holds decides. */
export function SplitEditor({ operation, before, after, names, onChange }: SplitEditorProps) {
  const { t } = useLingui();
  const [split, setSplit] = useState<Split>(() => readSplit(operation));
  const sources = useMemo(() => sourcesOf(before, split), [before, split]);
  const targets = split.targets.map((key) => ({
    value: key,
    label: names.label(split.field, key),
  }));

  const change = (next: Split) => {
    setSplit(next);
    // A rule that is half filled in waits; the others are the plan already.
    onChange(writeSplit({ ...next, rules: next.rules.filter(isComplete) }, before, after));
  };
  const changeRule = (index: number, rule: Rule | null) =>
    change({
      ...split,
      rules: split.rules.flatMap((each, at) => (at === index ? (rule ?? []) : each)),
    });
  const handleAdd = () => {
    const [source] = sources;
    if (!source) return;
    setSplit({ ...split, rules: [...split.rules, { when: blankCondition(source), to: '' }] });
  };

  return (
    <div className={classes.split}>
      <h4 className={classes.title}>
        <Trans>Rules, the first that holds decides</Trans>
      </h4>
      {split.rules.map((rule, index) => (
        // Rules have no identity but their place.
        <div key={index} className={classes.rule} role="group" aria-label={t`Rule ${index + 1}`}>
          <Select
            size="xs"
            className={classes.source}
            aria-label={t`What the rule looks at`}
            data={sources.map((source) => ({
              value: source.id,
              label: sourceWords(source, split, names, {
                area: t`Area (square pixels)`,
                aspect_ratio: t`Width ÷ height`,
                text_matches: t`Its text`,
              }),
            }))}
            value={sourceOf(rule.when)}
            allowDeselect={false}
            onChange={(id) => {
              const source = sources.find((each) => each.id === id);
              if (source) changeRule(index, { ...rule, when: blankCondition(source) });
            }}
          />
          <div className={classes.values}>
            <ConditionFields
              when={rule.when}
              split={split}
              before={before}
              onChange={(when) => changeRule(index, { ...rule, when })}
            />
          </div>
          <span className={classes.arrow} aria-hidden="true">
            →
          </span>
          <Select
            size="xs"
            className={classes.target}
            aria-label={t`Becomes`}
            placeholder={t`Becomes …`}
            data={targets}
            value={rule.to || null}
            allowDeselect={false}
            onChange={(to) => to && changeRule(index, { ...rule, to })}
          />
          <ActionIcon
            aria-label={t`Remove rule ${index + 1}`}
            onClick={() => changeRule(index, null)}
          >
            <IconTrash size={15} stroke={1.7} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.foot}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={handleAdd}
          disabled={sources.length === 0}
        >
          <Trans>Add a rule</Trans>
        </Button>
        <Select
          size="xs"
          label={split.rules.length > 0 ? t`Where no rule holds` : t`All of them`}
          classNames={{ root: classes.otherwise }}
          data={[
            { value: ASK, label: t`Ask a person` },
            ...targets.map((target) => ({ ...target, label: t`It is ${target.label}` })),
          ]}
          value={split.otherwise ?? ASK}
          allowDeselect={false}
          onChange={(value) => change({ ...split, otherwise: value === ASK ? null : value })}
        />
      </div>
    </div>
  );
}

function sourceWords(
  source: Source,
  split: Split,
  names: Names,
  measures: Record<'area' | 'aspect_ratio' | 'text_matches', string>,
): string {
  if (source.kind === 'attribute') return names.attribute(split.field, split.label, source.key);
  return source.kind === 'answer' ? names.field(source.key) : measures[source.id];
}

interface ConditionFieldsProps {
  when: Condition;
  split: Split;
  before: SchemaDocument;
  onChange: (when: Condition) => void;
}

function ConditionFields({ when, split, before, onChange }: ConditionFieldsProps) {
  const { t } = useLingui();
  switch (when.type) {
    case 'attribute_is':
    case 'answer_is': {
      const thing =
        when.type === 'attribute_is'
          ? labelOf(before, split)?.attributes?.find(({ key }) => key === when.attribute)
          : before.fields.find(({ key }) => key === when.field);
      return (
        <ValuesField
          type={thing?.type}
          choices={choicesFor(thing)}
          values={when.values.map(String)}
          onChange={(texts) => onChange({ ...when, values: readValues(thing?.type, texts) })}
        />
      );
    }
    case 'area':
    case 'aspect_ratio':
      return (
        <>
          <Bound
            label={t`at least`}
            value={when.at_least}
            onChange={(at_least) => onChange({ ...when, at_least })}
          />
          <Bound
            label={t`below`}
            value={when.below}
            onChange={(below) => onChange({ ...when, below })}
          />
        </>
      );
    case 'text_matches':
      return (
        <WrittenText
          label={t`Pattern, a regular expression`}
          value={when.pattern}
          onChange={(pattern) => onChange({ ...when, pattern })}
        />
      );
    default:
      return (
        <span className={classes.plain}>
          {when.present === false ? <Trans>is empty</Trans> : <Trans>is filled in</Trans>}
        </span>
      );
  }
}

interface ValuesFieldProps {
  type: string | undefined;
  choices: ReturnType<typeof choicesFor>;
  values: string[];
  onChange: (values: string[]) => void;
}

function ValuesField({ type, choices, values, onChange }: ValuesFieldProps) {
  const { t, i18n } = useLingui();
  const label = t`Values`;
  const placeholder = values.length === 0 ? t`is one of …` : undefined;
  if (!choices) {
    return (
      <TagsInput
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        value={values}
        onChange={onChange}
      />
    );
  }
  const words: Record<string, string> = { true: t`yes`, false: t`no` };
  return (
    <MultiSelect
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      data={choices.map((choice) => ({
        value: choice.key,
        label: (type === 'boolean' && words[choice.key]) || titleOf(choice, i18n.locale),
      }))}
      value={values}
      onChange={onChange}
    />
  );
}

interface BoundProps {
  label: string;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
}

/** A number that counts once it is written: not with every digit on the way. */
function Bound({ label, value, onChange }: BoundProps) {
  const [draft, setDraft] = useState<number | string>(value ?? '');
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      placeholder={label}
      hideControls
      value={draft}
      onChange={setDraft}
      onBlur={() => onChange(typeof draft === 'number' ? draft : null)}
    />
  );
}

interface WrittenTextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function WrittenText({ label, value, onChange }: WrittenTextProps) {
  const [draft, setDraft] = useState(value);
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={label}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => draft !== value && onChange(draft)}
    />
  );
}
