import { Button } from '@mantine/core';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';
import { Illustration } from './illustration';
import { problemWords } from './problem-words';

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** Another way out: a link back. */
  secondary?: ReactNode;
  level?: 'h1' | 'h2';
}

/** Instead of content that could not be loaded. */
export function ErrorState({ error, onRetry, secondary, level: Heading = 'h2' }: ErrorStateProps) {
  const { i18n } = useLingui();
  const words = problemWords(error, i18n);
  return (
    <div className={classes.empty} role="alert">
      <Illustration kind="trouble" />
      <Heading className={classes.title}>{words.title}</Heading>
      {words.detail && <p className={classes.words}>{words.detail}</p>}
      <div className={classes.actions}>
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        )}
        {secondary}
      </div>
    </div>
  );
}
