import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answerCheck, type AskedCheck, type CheckVerdict } from '@/api/checks';
import { MarkdownView } from '@/components/markdown-view';
import { ProblemAlert } from '@/components/problem-alert';
import { Shortcut } from '@/components/shortcut';
import { PointedItem } from '@/editor/screen/pointed-item';
import { useCommands } from '@/lib/commands';
import { ariaShortcut } from '@/lib/shortcuts';
import classes from './check-questions.module.css';

interface CheckQuestionsProps {
  questions: readonly AskedCheck[];
  /** The text of a section as it reads now. */
  sectionText: (key: string) => string | null;
  /** All are answered rightly, and the person goes on. */
  onDone: () => void;
  isBusy: boolean;
  error: unknown;
  onBack: () => void;
}

/** One question after the other, on the item that it is about. A wrong answer is explained, and the question asked again. */
export function CheckQuestions(props: CheckQuestionsProps) {
  const { questions } = props;
  const [at, setAt] = useState(0);
  const question = questions[at];
  if (!question) return null;
  const next = at + 1 < questions.length ? () => setAt(at + 1) : props.onDone;
  return (
    <Question
      key={question.id}
      {...props}
      question={question}
      number={at + 1}
      isLast={at + 1 === questions.length}
      onNext={next}
    />
  );
}

interface QuestionProps extends CheckQuestionsProps {
  question: AskedCheck;
  number: number;
  isLast: boolean;
  onNext: () => void;
}

interface Given {
  readonly choice: number;
  readonly verdict: CheckVerdict;
}

function Question(props: QuestionProps) {
  const { question, questions, number, isLast, onNext, onBack, isBusy, error } = props;
  const { t } = useLingui();
  const [given, setGiven] = useState<readonly Given[]>([]);
  const last = given.at(-1);
  const isRight = last?.verdict.is_right === true;
  const heading = useRef<HTMLHeadingElement>(null);
  const give = useMutation({
    mutationFn: (choice: number) => answerCheck(question.id, choice),
    onSuccess: (verdict, choice) => setGiven((now) => [...now, { choice, verdict }]),
  });
  const isWrong = (choice: number) =>
    given.some((each) => each.choice === choice && !each.verdict.is_right);
  const choose = (choice: number) => {
    if (isRight || give.isPending || isWrong(choice)) return;
    give.mutate(choice);
  };
  useCommands([
    ...question.answers.map((title, choice) => ({
      name: `labelling.check_${choice + 1}`,
      title,
      shortcut: String(choice + 1),
      when: () => !isRight,
      run: () => choose(choice),
    })),
    {
      name: 'labelling.check_next',
      title: isLast ? t`Confirm and go on` : t`Next question`,
      shortcut: 'enter',
      when: () => isRight && !document.activeElement?.matches('button, a[href]'),
      run: onNext,
    },
    {
      name: 'labelling.check_back',
      title: t`Back to the text`,
      shortcut: 'escape',
      isHiddenInPalette: true,
      run: onBack,
    },
  ]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const total = questions.length;
  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <h1 ref={heading} className={classes.title} tabIndex={-1}>
          {total > 1 ? (
            <Trans>
              Check question {number} of {total}
            </Trans>
          ) : (
            <Trans>A check question</Trans>
          )}
        </h1>
        <p className={classes.line}>
          <Trans>It is about what has just changed. A wrong answer is explained.</Trans>
        </p>
      </header>
      <div className={classes.body}>
        <div className={classes.columns}>
          <div className={classes.stage}>
            <PointedItem
              item={question.item}
              region={question.region}
              label={t`The item of this question`}
            />
          </div>
          <div className={classes.ask}>
            <MarkdownView source={question.question} isReading />
            <div className={classes.answers} role="group" aria-label={t`Answers`}>
              {question.answers.map((title, choice) => (
                <button
                  key={choice}
                  type="button"
                  className={classes.answer}
                  data-verdict={
                    isWrong(choice)
                      ? 'wrong'
                      : isRight && last.choice === choice
                        ? 'right'
                        : undefined
                  }
                  disabled={isWrong(choice) || (isRight && last.choice !== choice)}
                  aria-keyshortcuts={String(choice + 1)}
                  onMouseDown={keepFocus}
                  onClick={() => choose(choice)}
                >
                  <Shortcut keys={String(choice + 1)} />
                  <span className={classes.words}>{title}</span>
                  {isWrong(choice) && <IconX size={17} aria-label={t`wrong`} />}
                  {isRight && last.choice === choice && (
                    <IconCheck size={17} aria-label={t`right`} />
                  )}
                </button>
              ))}
            </div>
            <ProblemAlert error={give.error} />
            <div aria-live="polite">
              {last && <Told given={last} sectionText={props.sectionText} />}
            </div>
          </div>
        </div>
      </div>
      <footer className={classes.footer}>
        <ProblemAlert error={error} />
        <Button variant="default" rightSection={<Shortcut keys="escape" />} onClick={onBack}>
          <Trans>Back to the text</Trans>
        </Button>
        <Button
          loading={isBusy}
          disabled={!isRight}
          rightSection={<Shortcut keys="enter" isOnAccent />}
          aria-keyshortcuts={ariaShortcut('enter')}
          onClick={onNext}
        >
          {isLast ? <Trans>Confirm and go on</Trans> : <Trans>Next question</Trans>}
        </Button>
      </footer>
    </main>
  );
}

/** What the answer was, why, and where the guideline says it. */
function Told({
  given: { verdict },
  sectionText,
}: {
  given: Given;
  sectionText: QuestionProps['sectionText'];
}) {
  const { t } = useLingui();
  const section = verdict.is_right ? null : sectionText(verdict.section);
  return (
    <div className={classes.verdict} data-right={verdict.is_right || undefined}>
      <p className={classes.word}>
        {verdict.is_right ? <Trans>That is right.</Trans> : <Trans>Not quite. Try again.</Trans>}
      </p>
      <MarkdownView source={verdict.explanation} />
      {section && (
        <blockquote className={classes.section} aria-label={t`What the guideline says`}>
          <MarkdownView source={section} />
        </blockquote>
      )}
    </div>
  );
}

/** A click leaves the focus, and with it Enter, where it is. */
function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
