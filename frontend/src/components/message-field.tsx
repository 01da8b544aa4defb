import { useLingui } from '@lingui/react/macro';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import { mentionAt } from '@/lib/mention-at';
import { isPictureStroke } from '@/lib/pictures';
import { isComposing } from '@/lib/shortcuts';
import classes from './message-field.module.css';
import { PictureField, type TakenPictures } from './picture-field';
import { SuggestionList } from './suggestion-list';
import { useInsertion } from './use-insertion';
import { useSuggestions } from './use-suggestions';

/** Somebody who can be mentioned, as the writer may know them. */
export interface Mentionable {
  readonly id?: string | null;
  readonly pseudonym?: string | null;
  readonly name?: string | null;
}

interface MessageFieldProps<Person extends Mentionable> {
  words: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  rows: number;
  hasFocus?: boolean;
  value: string;
  onChange: (value: string) => void;
  /** Those whom `onNaming` asked for. */
  people: readonly Person[];
  nameOf: (person: Person) => string;
  /** Some letters of whom one is about to name; null for nobody. */
  onNaming: (letters: string | null) => void;
  /** Keys that are neither the input method's nor those of the list of people. */
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  /** Those that are pasted, dropped or picked. */
  pictures: TakenPictures;
  picker: RefObject<HTMLInputElement | null>;
}

/** What somebody says in a thread, in Markdown, with pictures; after `@` it offers people to mention. */
export function MessageField<Person extends Mentionable>(props: MessageFieldProps<Person>) {
  const { words, value, onChange, nameOf, onNaming } = props;
  const { t } = useLingui();
  const [start, setStart] = useState<number | null>(null); // of the mention that is being written
  const put = useInsertion(words, value, onChange);
  const name = (mention: { text: string; start: number } | null) => {
    setStart(mention?.start ?? null);
    onNaming(mention?.text ?? null);
  };
  const people = useSuggestions<Person>(
    start === null ? [] : props.people,
    ({ pseudonym }) => {
      if (start !== null && pseudonym) put(`@${pseudonym} `, start);
      name(null);
    },
    () => name(null),
  );
  return (
    <>
      <PictureField pictures={props.pictures}>
        <textarea
          ref={words}
          className={classes.words}
          rows={props.rows}
          maxLength={10_000}
          autoFocus={props.hasFocus}
          data-autofocus={props.hasFocus || undefined} // for the dialog that it stands in
          aria-label={props.label}
          placeholder={props.placeholder}
          aria-autocomplete="list"
          value={value}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
            name(mentionAt(currentTarget.value, currentTarget.selectionStart));
          }}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent)) return;
            if (start !== null && people.handleKey(event)) return;
            if (isPictureStroke(event.nativeEvent)) {
              event.preventDefault();
              event.stopPropagation();
              props.picker.current?.click();
            } else props.onKeyDown(event);
          }}
          onBlur={() => name(null)}
          {...people.aria}
        />
      </PictureField>
      {start !== null && (
        <SuggestionList
          label={t`People to mention`}
          suggestions={people}
          keyOf={({ id }) => id ?? ''}
        >
          {(person) => (
            <>
              <span>{nameOf(person)}</span>
              {person.name && <span className={classes.pseudonym}>{person.pseudonym}</span>}
            </>
          )}
        </SuggestionList>
      )}
    </>
  );
}
