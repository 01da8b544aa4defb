import { Button, Modal } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type FormEvent } from 'react';
import { Shortcut } from '@/components/shortcut';
import { useSuspendedCommands } from '@/lib/commands';
import { isComposing } from '@/lib/shortcuts';
import classes from './skip-dialog.module.css';

/** The reason that says something of the item, not of who skips it: curators look through such items. */
const DAMAGED = 0;

interface SkipDialogProps {
  /** With `flagsItem` it is the item that is no good. */
  onSkip: (reason: string, flagsItem: boolean) => void;
  onClose: () => void;
}

/** Why an item is left to somebody else: a number, or a few words. */
export default function SkipDialog({ onSkip, onClose }: SkipDialogProps) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  useSuspendedCommands(true);
  const reasons = [
    t`Cannot be made out: blurred, cut off or damaged`,
    t`The guideline does not say what to do here`,
    t`Does not belong in this batch`,
    t`I do not know enough about this`,
  ];
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (isComposing(event) || event.target instanceof HTMLTextAreaElement) return;
      const at = Number(event.key) - 1;
      const reason = reasons[at];
      if (!reason || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      onSkip(reason, at === DAMAGED);
    };
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim()) onSkip(words.trim(), false);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Why skip this item?`}
      size="md"
      withCloseButton={false}
    >
      <form className={classes.form} onSubmit={handleSubmit}>
        <div className={classes.reasons}>
          {reasons.map((reason, at) => (
            <button
              key={reason}
              type="button"
              className={classes.reason}
              aria-keyshortcuts={String(at + 1)}
              data-autofocus={at === 0 || undefined}
              onClick={() => onSkip(reason, at === DAMAGED)}
            >
              <Shortcut keys={String(at + 1)} />
              {reason}
            </button>
          ))}
        </div>
        <textarea
          className={classes.words}
          rows={2}
          maxLength={500}
          aria-label={t`Another reason`}
          placeholder={t`Another reason …`}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !isComposing(event.nativeEvent))
              handleSubmit(event);
          }}
        />
        <p className={classes.note}>
          <Trans>The item goes to somebody else. The curator reads your reason.</Trans>
        </p>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose} rightSection={<Shortcut keys="esc" />}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" disabled={!words.trim()}>
            <Trans>Skip</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  );
}
