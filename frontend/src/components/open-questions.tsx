import { Button } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import { IconTransform } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './open-questions.module.css';

interface OpenQuestionsProps {
  count: number;
  /** Where they are answered. */
  to: string;
}

/** What a change of the schema left for people: one line, only where there is something. */
export function OpenQuestions({ count, to }: OpenQuestionsProps) {
  if (count === 0) return null;
  return (
    <div className={classes.line}>
      <IconTransform className={classes.icon} size={18} stroke={1.7} aria-hidden="true" />
      <p className={classes.words}>
        <Plural
          value={count}
          one="One label needs a person since the schema changed."
          other="# labels need a person since the schema changed."
        />
      </p>
      <Button component={Link} to={to} size="xs" variant="default">
        <Trans>Answer them</Trans>
      </Button>
    </div>
  );
}
