import { inWords, picturesIn } from '@/lib/pictures';
import classes from './answered-question.module.css';
import { MarkdownView } from './markdown-view';

interface AnsweredQuestionProps {
  question: string;
  answer: string;
}

/** A question in words; opened, its pictures and the answer. */
export function AnsweredQuestion({ question, answer }: AnsweredQuestionProps) {
  return (
    <details className={classes.entry}>
      <summary>{inWords(question)}</summary>
      <MarkdownView source={[...picturesIn(question), answer].join('\n\n')} />
    </details>
  );
}
