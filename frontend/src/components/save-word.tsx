import { Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDot,
  IconCloudOff,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SaveStatus, SaveWord as Word } from '@/lib/autosave';
import { useDelayed } from '@/lib/use-delayed';
import { problemWords } from './problem-words';
import classes from './save-word.module.css';

const ICONS: Record<Word, Icon> = {
  saved: IconCircleCheck,
  unsaved: IconCircleDot,
  saving: IconCircleDot,
  waiting: IconCloudOff,
  conflict: IconUsers,
  refused: IconAlertTriangle,
};

/** One small honest word about where the work is. */
export function SaveWord({ status }: { status: SaveStatus }) {
  const { i18n } = useLingui();
  const isLong = useDelayed(status.word === 'saving', 600);
  // A quick save would only flicker: it stays "unsaved" until it is saved, or until it takes long.
  const word: Word = status.word === 'saving' && !isLong ? 'unsaved' : status.word;
  const Sign = ICONS[word];
  const words: Record<Word, ReactNode> = {
    saved: <Trans>Saved</Trans>,
    unsaved: <Trans>Not saved yet</Trans>,
    saving: <Trans>Saving…</Trans>,
    waiting: <Trans>No connection, trying again</Trans>,
    conflict: <Trans>Somebody else saved</Trans>,
    refused: <Trans>Not saved</Trans>,
  };
  const detail = status.problem ? problemWords(status.problem, i18n) : null;
  return (
    <Tooltip label={detail?.detail || detail?.title} disabled={!detail} multiline maw={320}>
      <span className={classes.word} data-word={word} role="status">
        <Sign size={15} stroke={1.8} aria-hidden="true" />
        {words[word]}
      </span>
    </Tooltip>
  );
}
