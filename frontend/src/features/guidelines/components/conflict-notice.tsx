import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useDraftExamples } from '@/api/guideline-examples';
import type { GuidelineVersion } from '@/api/guideline-version';
import type { Autosaver } from '@/lib/autosave';
import { exampleKeys } from '@/lib/examples';
import type { ApiProblem } from '@/lib/problem';
import classes from './conflict-notice.module.css';
import { DifferenceView } from './difference-view';

interface ConflictNoticeProps {
  project: string;
  saver: Autosaver<string, GuidelineVersion>;
  problem: ApiProblem | null;
  text: string;
  onTake: (theirs: string) => void;
}

/** Somebody else saved this draft first: both are here, and nothing is lost before the person decides. */
export function ConflictNotice({ project, saver, problem, text, onTake }: ConflictNoticeProps) {
  const [isComparing, setIsComparing] = useState(false);
  const theirs = problem?.extensions.markdown;
  const both = `${typeof theirs === 'string' ? theirs : ''}\n${text}`;
  const examples = useDraftExamples(project, exampleKeys(both).join());
  const version = Number(problem?.extensions.current);
  if (typeof theirs !== 'string' || !version) return null;

  const handleTake = () => {
    saver.adopt(theirs, version);
    onTake(theirs);
  };
  return (
    <section className={classes.notice} role="alert">
      <IconUsers className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.title}>
          <Trans>Somebody else saved this draft while you were writing.</Trans>
        </p>
        <p className={classes.detail}>
          <Trans>
            Yours is still here and is not saved. Taking theirs can be undone in the text.
          </Trans>
        </p>
        {isComparing && (
          <div className={classes.changes}>
            <h2 className={classes.subtitle}>
              <Trans>From theirs to yours</Trans>
            </h2>
            <DifferenceView
              before={theirs}
              after={text}
              examples={{ before: examples, after: examples }}
            />
          </div>
        )}
      </div>
      <div className={classes.actions}>
        <Button
          variant="subtle"
          size="xs"
          aria-expanded={isComparing}
          onClick={() => setIsComparing(!isComparing)}
        >
          {isComparing ? <Trans>Hide the comparison</Trans> : <Trans>Compare</Trans>}
        </Button>
        <Button variant="default" size="xs" onClick={() => void saver.overwrite(version)}>
          <Trans>Keep mine</Trans>
        </Button>
        <Button size="xs" onClick={handleTake}>
          <Trans>Take theirs</Trans>
        </Button>
      </div>
    </section>
  );
}
