import { Button, Modal } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { Shortcut } from '@/components/shortcut';
import type { ScreenModel } from '@/editor/screen/screen-model';
import { useSuspendedCommands } from '@/lib/commands';
import { isComposing } from '@/lib/shortcuts';
import classes from './return-dialog.module.css';

interface ReturnDialogProps {
  screen: ScreenModel;
  onReturn: (reason: string, regions: readonly string[]) => void;
  onClose: () => void;
}

/** Why work goes back, and which regions it is about: the annotator reads it at the item. */
export default function ReturnDialog({ screen, onReturn, onClose }: ReturnDialogProps) {
  const { t, i18n } = useLingui();
  useSuspendedCommands(true);
  const { document, selection } = screen.editor.getState();
  const [reason, setReason] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(selection));
  const reasons = [
    t`Something was missed.`,
    t`The outline is not tight.`,
    t`The label is wrong.`,
    t`Please read the guideline on this again.`,
  ];
  const toggle = (id: string) =>
    setTicked((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const handleSubmit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    if (reason.trim()) onReturn(reason.trim(), [...ticked]);
  };
  return (
    <Modal opened onClose={onClose} title={t`Send it back`} size="lg" withCloseButton={false}>
      <form className={classes.form} onSubmit={(event: FormEvent) => handleSubmit(event)}>
        <div className={classes.quick}>
          {reasons.map((words, at) => (
            <button
              key={words}
              type="button"
              className={classes.reason}
              aria-keyshortcuts={`Alt+${at + 1}`}
              onClick={() => setReason((old) => (old ? `${old.trim()} ${words}` : words))}
            >
              <Shortcut keys={`alt+${at + 1}`} />
              {words}
            </button>
          ))}
        </div>
        <textarea
          className={classes.words}
          rows={3}
          maxLength={5000}
          data-autofocus
          aria-label={t`Reason`}
          placeholder={t`What should be different, and why`}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            const quick = event.altKey
              ? reasons[Number(event.code.replace('Digit', '')) - 1]
              : undefined;
            if (quick) {
              event.preventDefault();
              setReason((old) => (old ? `${old.trim()} ${quick}` : quick));
            } else if (event.key === 'Enter' && !event.shiftKey && !isComposing(event.nativeEvent))
              handleSubmit(event);
          }}
        />
        {document.regions.length > 0 && (
          <fieldset className={classes.regions}>
            <legend>
              <Trans>It is about these regions</Trans>
            </legend>
            {document.regions.map((region, at) => (
              <label key={region.id} className={classes.region}>
                <input
                  type="checkbox"
                  checked={ticked.has(region.id)}
                  onChange={() => toggle(region.id)}
                />
                #{at + 1} {screen.labelTitle(i18n.locale, region.field, region.label)}
              </label>
            ))}
          </fieldset>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose} rightSection={<Shortcut keys="esc" />}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            disabled={!reason.trim()}
            rightSection={<Shortcut keys="enter" isOnAccent />}
          >
            <Trans>Send back</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  );
}
