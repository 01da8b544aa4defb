import { useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconStarFilled } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { proseOf, titleOf, type SchemaField } from '@/lib/schema-document';
import { toggleOption } from '../commands/schema-commands';
import type { EditorState } from '../core/state';
import type { FieldValue } from '../core/value';
import { useFaultWords } from './fault-words';
import { Options } from './options';
import { keepFocus, useFaults, useScreen, useScreenState } from './screen-context';
import classes from './whole-fields.module.css';

// Few schemas have a tree; the others do not pay for it.
const TreeChoice = lazy(() =>
  import('@/components/tree-choice').then((module) => ({ default: module.TreeChoice })),
);

const answersOf = (state: EditorState) => state.document.answers;

/** The questions about the item as a whole. */
export function WholeFields({ isLarge = false }: { isLarge?: boolean }) {
  const screen = useScreen();
  if (screen.wholeFields.length === 0) return null;
  return (
    <div className={classes.fields} data-large={isLarge || undefined}>
      {screen.wholeFields.map((field) => (
        <WholeField key={field.key} field={field} isLarge={isLarge} />
      ))}
    </div>
  );
}

function WholeField({ field, isLarge }: { field: SchemaField; isLarge: boolean }) {
  const screen = useScreen();
  const { i18n } = useLingui();
  const words = useFaultWords();
  const root = useRef<HTMLElement>(null);
  const answer = useScreenState(answersOf)[field.key];
  const fault = useFaults().find((each) => each.field === field.key && !each.region);
  const wanted = useSyncExternalStore(screen.wanted.subscribe, screen.wanted.get);
  useEffect(() => {
    if (wanted !== field.key) return;
    screen.wanted.set(null);
    root.current?.scrollIntoView({ block: 'nearest' });
    root.current?.querySelector<HTMLElement>('button, input, textarea')?.focus();
  }, [wanted, field.key, screen]);
  const title = titleOf(field, i18n.locale);
  const help = proseOf(field.help, i18n.locale);
  return (
    <section ref={root} className={classes.field} data-fault={fault ? true : undefined}>
      <h2 className={classes.title}>
        {title}
        {field.required && (
          <span className={classes.required} aria-hidden="true">
            ∗
          </span>
        )}
      </h2>
      {help && <p className={classes.help}>{help}</p>}
      <Answer field={field} answer={answer} title={title} isLarge={isLarge} />
      {fault && (
        <p className={classes.fault} role="alert">
          <IconAlertTriangle size={14} aria-hidden="true" />
          {words(fault)}
        </p>
      )}
    </section>
  );
}

interface AnswerProps {
  field: SchemaField;
  answer: FieldValue | undefined;
  title: string;
  isLarge: boolean;
}

function Answer({ field, answer, title, isLarge }: AnswerProps) {
  const { editor } = useScreen();
  const { i18n } = useLingui();
  const { isReadOnly } = editor;
  if (field.type === 'choice' || field.type === 'choices') {
    const chosen =
      answer && 'choice' in answer
        ? [answer.choice]
        : answer && 'choices' in answer
          ? answer.choices
          : [];
    return (
      <Options
        options={field.options ?? []}
        chosen={chosen}
        isSingle={field.type === 'choice'}
        locale={i18n.locale}
        label={title}
        commands={`option.${field.key}`}
        size={isLarge ? 'large' : 'normal'}
        isDisabled={isReadOnly}
        onToggle={(key) => toggleOption(editor, field, key)}
      />
    );
  }
  if (field.type === 'taxonomy') {
    const chosen = answer && 'taxonomy' in answer ? answer.taxonomy : null;
    return (
      <Suspense fallback={null}>
        <TreeChoice
          nodes={field.nodes ?? []}
          chosen={chosen}
          isLeavesOnly={field.leaves_only}
          isDisabled={isReadOnly}
          locale={i18n.locale}
          label={title}
          onChoose={(key) => editor.answer(field.key, key === null ? undefined : { taxonomy: key })}
        />
      </Suspense>
    );
  }
  if (field.type === 'text') {
    const text = answer && 'text' in answer ? answer.text : '';
    return <TextAnswer field={field} text={text} title={title} />;
  }
  if (field.type === 'number') {
    const number = answer && 'number' in answer ? answer.number : null;
    return (
      <NumberInput
        value={number}
        label={title}
        unit={field.unit}
        isDisabled={isReadOnly}
        onChange={(next) =>
          editor.answer(field.key, next === null ? undefined : { number: next }, {
            continues: true,
          })
        }
      />
    );
  }
  if (field.type === 'rating') {
    const rating = answer && 'rating' in answer ? answer.rating : 0;
    return <Rating field={field} rating={rating} title={title} />;
  }
  return null;
}

function TextAnswer({ field, text, title }: { field: SchemaField; text: string; title: string }) {
  const { editor } = useScreen();
  const props = {
    className: classes.input,
    'aria-label': title,
    value: text,
    readOnly: editor.isReadOnly,
    onChange: (event: { currentTarget: { value: string } }) => {
      const next = event.currentTarget.value;
      editor.answer(field.key, next === '' ? undefined : { text: next }, { continues: true });
    },
    onBlur: () => editor.seal(),
  };
  return (
    <>
      {field.multiline ? <textarea rows={4} {...props} /> : <input type="text" {...props} />}
      {field.max_length !== undefined && (
        <span className={classes.count}>
          {[...text].length} / {field.max_length}
        </span>
      )}
    </>
  );
}

interface NumberInputProps {
  value: number | null;
  label: string;
  unit?: string;
  isDisabled: boolean;
  onChange: (value: number | null) => void;
}

/** A number as it is typed: "-" and "1." are on their way to one. */
export function NumberInput({ value, label, unit, isDisabled, onChange }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const handleChange = (text: string) => {
    setTyped(text);
    const next = text.trim() === '' ? null : Number(text.replace(',', '.'));
    if (next === null || Number.isFinite(next)) onChange(next);
  };
  return (
    <span className={classes.number}>
      <input
        className={classes.input}
        type="text"
        inputMode="decimal"
        aria-label={label}
        value={typed ?? (value === null ? '' : String(value))}
        readOnly={isDisabled}
        onChange={(event) => handleChange(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
      />
      {unit && <span className={classes.unit}>{unit}</span>}
    </span>
  );
}

function Rating({ field, rating, title }: { field: SchemaField; rating: number; title: string }) {
  const { editor } = useScreen();
  const { t } = useLingui();
  const steps = Array.from({ length: field.maximum ?? 5 }, (_, step) => step + 1);
  return (
    <div className={classes.rating} role="radiogroup" aria-label={title}>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          role="radio"
          aria-checked={step === rating}
          aria-label={t`${step} of ${steps.length}`}
          className={classes.star}
          data-on={step <= rating || undefined}
          disabled={editor.isReadOnly}
          onMouseDown={keepFocus}
          onClick={() => editor.answer(field.key, step === rating ? undefined : { rating: step })}
        >
          <IconStarFilled size={18} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}
