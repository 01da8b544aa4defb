import { Button, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconUsersGroup } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { VERDICTS, type Verdict } from '@/lib/examples';
import classes from './example-form.module.css';
import { ProblemAlert } from './problem-alert';
import { VERDICT_WORDS } from './verdict-words';

export interface ExampleWords {
  verdict: Verdict;
  caption: string;
}

interface ExampleFormProps {
  start?: ExampleWords;
  /** Of the guideline, if it is to be said where the example stands. */
  sections?: readonly { readonly key: string; readonly title: string }[];
  section?: string;
  /** It is picked now: then it is said who will see it. */
  isNew?: boolean;
  isReady?: boolean;
  isBusy?: boolean;
  error?: unknown;
  submitLabel: ReactNode;
  onSubmit: (words: ExampleWords, section: string) => void;
}

const LONGEST_CAPTION = 500;

/** What an example is one of, and why. */
export function ExampleForm(props: ExampleFormProps) {
  const { start, sections, isNew = false, isReady = true, isBusy = false } = props;
  const { t, i18n } = useLingui();
  const [verdict, setVerdict] = useState<Verdict>(start?.verdict ?? 'right');
  const [caption, setCaption] = useState(start?.caption ?? '');
  const [section, setSection] = useState(
    sections?.some(({ key }) => key === props.section) ? (props.section ?? '') : '',
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isBusy) props.onSubmit({ verdict, caption: caption.trim() }, section);
      }}
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label={t`What it is an example of`}
          value={verdict}
          onChange={(value) => setVerdict(VERDICTS.find((each) => each === value) ?? verdict)}
          data={VERDICTS.map((each) => {
            const { icon: Sign, title, tone } = VERDICT_WORDS[each];
            return {
              value: each,
              label: (
                <span className={classes.verdict} data-tone={tone}>
                  <Sign size={15} stroke={2} aria-hidden="true" />
                  {i18n._(title)}
                </span>
              ),
            };
          })}
        />
        <TextInput
          label={t`Why`}
          description={t`One sentence under the picture.`}
          maxLength={LONGEST_CAPTION}
          value={caption}
          data-autofocus
          onChange={(event) => setCaption(event.currentTarget.value)}
        />
        {sections && (
          <NativeSelect
            label={t`Section of the guideline`}
            value={section}
            data={[
              { value: '', label: t`Before the first heading` },
              ...sections.map(({ key, title }) => ({ value: key, label: title })),
            ]}
            onChange={(event) => setSection(event.currentTarget.value)}
          />
        )}
        {isNew && (
          <p className={classes.notice}>
            <IconUsersGroup size={17} stroke={1.7} aria-hidden="true" />
            <Trans>
              Once it is published, everybody in this project sees this part of the item: all
              vendors, whoever works here.
            </Trans>
          </p>
        )}
        <ProblemAlert error={props.error} />
        <Button type="submit" disabled={!isReady} loading={isBusy}>
          {props.submitLabel}
        </Button>
      </Stack>
    </form>
  );
}
