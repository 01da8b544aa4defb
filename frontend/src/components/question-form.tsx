import { Button, Loader, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { AnsweredQuestion } from './answered-question';
import { MessageField, type Mentionable } from './message-field';
import { PictureButton, type TakenPictures } from './picture-field';
import { ProblemAlert } from './problem-alert';
import classes from './question-form.module.css';
import { Shortcut } from './shortcut';

/** One way to send a question. The first of them is the plain one. */
export interface Deed {
  readonly key: string;
  readonly label: string;
  readonly keys: 'mod+enter' | 'mod+shift+enter';
  readonly run: () => Promise<void>;
}

/** A question that is being written: its words, what was answered to similar ones, whom it may mention. */
interface Writing {
  readonly body: string;
  readonly setBody: (body: string) => void;
  readonly similar: readonly {
    readonly thread: string | null;
    readonly public_id: string | null;
    readonly question: string;
    readonly answer: string;
  }[];
  readonly isSearching: boolean;
  readonly people: readonly Mentionable[];
  readonly setNaming: (letters: string | null) => void;
  /** The field that it is written in, and the pictures that go into it. */
  readonly words: RefObject<HTMLTextAreaElement | null>;
  readonly pictures: TakenPictures;
  readonly picker: RefObject<HTMLInputElement | null>;
}

interface QuestionFormProps {
  writing: Writing;
  deeds: readonly Deed[];
  onCancel: () => void;
  /** What it is about, and how that is changed. */
  children: ReactNode;
}

/** Asks a question, wherever one is: what it is about, the words, and what was answered to others before it is sent. */
export function QuestionForm({ writing, deeds, onCancel, children }: QuestionFormProps) {
  const { t } = useLingui();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { body, similar, isSearching, pictures, picker } = writing;
  const isReady = body.trim() !== '' && pictures.isSettled && busy === null;
  const run = async (deed: Deed | undefined) => {
    if (!deed || !isReady) return;
    setBusy(deed.key);
    setError(null);
    try {
      await deed.run();
    } catch (failure) {
      setError(failure);
      setBusy(null);
    }
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      const keys = event.shiftKey ? 'mod+shift+enter' : 'mod+enter';
      void run(deeds.find((deed) => deed.keys === keys) ?? deeds[0]);
    }
  };
  return (
    <form
      className={classes.form}
      aria-label={t`Ask a question`}
      onSubmit={(event) => {
        event.preventDefault();
        void run(deeds[0]);
      }}
    >
      {children}
      <MessageField
        words={writing.words}
        hasFocus
        rows={4}
        label={t`Your question`}
        placeholder={t`What is unclear?`}
        value={body}
        onChange={writing.setBody}
        people={writing.people}
        nameOf={({ name, pseudonym }) => name ?? pseudonym ?? ''}
        onNaming={writing.setNaming}
        onKeyDown={handleKey}
        pictures={pictures}
        picker={picker}
      />
      {(similar.length > 0 || isSearching) && (
        <section className={classes.similar} aria-label={t`Already answered`}>
          <h3 className={classes.title}>
            <Trans>Already answered</Trans>
            {isSearching && similar.length === 0 && <Loader size={12} />}
          </h3>
          {similar.map((each) => (
            <AnsweredQuestion
              key={each.thread ?? each.public_id}
              question={each.question}
              answer={each.answer}
            />
          ))}
        </section>
      )}
      <ProblemAlert error={error} />
      <div className={classes.deeds}>
        {deeds.map((deed, index) => (
          <Button
            key={deed.key}
            type={index === 0 ? 'submit' : 'button'}
            size="xs"
            variant={index === 0 ? 'filled' : 'default'}
            loading={busy === deed.key}
            disabled={!isReady}
            rightSection={<Shortcut keys={deed.keys} isOnAccent={index === 0} />}
            onClick={index === 0 ? undefined : () => void run(deed)}
          >
            {deed.label}
          </Button>
        ))}
        <Button size="xs" variant="subtle" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <PictureButton picker={picker} onFiles={pictures.take} />
      </div>
    </form>
  );
}

interface SectionSelectProps {
  sections: readonly { readonly key: string; readonly title: string }[];
  value: string;
  onChange: (section: string) => void;
}

/** The section of the guideline that a question is about; none where there is no guideline yet. */
export function SectionSelect({ sections, value, onChange }: SectionSelectProps) {
  const { t } = useLingui();
  if (sections.length === 0) return null;
  return (
    <NativeSelect
      size="xs"
      label={t`Section of the guideline`}
      data={[
        { value: '', label: t`None in particular` },
        ...sections.map(({ key, title }) => ({ value: key, label: title })),
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
