import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useId, type ReactNode } from 'react';
import type { Source } from '../api/publish';
import classes from './source-field.module.css';

interface SourceFieldProps {
  value: Source;
  onChange: (source: Source) => void;
  /** How many annotations each choice means; undefined until that is counted. */
  accepted: number | undefined;
  submitted: number | undefined;
}

/** Which annotations go in, with how many that are. */
export function SourceField({ value, onChange, accepted, submitted }: SourceFieldProps) {
  const { t } = useLingui();
  const name = useId();
  const cards: { source: Source; title: ReactNode; note: ReactNode; count: number | undefined }[] =
    [
      {
        source: 'accepted',
        title: <Trans>Accepted only</Trans>,
        note: <Trans>What a reviewer or the review policy accepted.</Trans>,
        count: accepted,
      },
      {
        source: 'submitted',
        title: <Trans>Also submitted</Trans>,
        note: <Trans>Also what still waits for a review.</Trans>,
        count: submitted,
      },
    ];
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t`Annotations`}</legend>
      <div className={classes.cards}>
        {cards.map((card) => (
          <label
            key={card.source}
            className={classes.card}
            data-on={card.source === value || undefined}
          >
            <input
              type="radio"
              className={classes.input}
              name={name}
              value={card.source}
              checked={card.source === value}
              data-autofocus={card.source === value || undefined}
              onChange={() => onChange(card.source)}
            />
            <span className={classes.words}>
              <span className={classes.title}>{card.title}</span>
              <span className={classes.note}>{card.note}</span>
            </span>
            <span className={classes.count}>
              {card.count === undefined ? (
                '…'
              ) : (
                <Plural value={card.count} one="# annotation" other="# annotations" />
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
