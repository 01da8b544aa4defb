import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Gap } from '../model/distribution';
import classes from './gap-note.module.css';

/** Which splits lack a label, in words: a test split without it measures nothing of it. */
export function GapNote({ gaps }: { gaps: readonly Gap[] }) {
  const { i18n } = useLingui();
  if (gaps.length === 0) return null;
  const list = new Intl.ListFormat(i18n.locale, { type: 'conjunction' });
  return (
    <div className={classes.note}>
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
      <ul className={classes.list}>
        {gaps.map(({ split, labels, isEmpty }) => {
          const names = list.format(labels);
          return (
            <li key={split}>
              {isEmpty ? (
                <Trans>
                  <strong>{split}</strong> has no label at all.
                </Trans>
              ) : (
                <Trans>
                  <strong>{split}</strong> has no {names}.
                </Trans>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
