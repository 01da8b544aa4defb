import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './choice-cards.module.css';

export interface ChoiceCard<Value extends string> {
  value: Value;
  title: ReactNode;
  /** One sentence. */
  note?: ReactNode;
  picture?: ReactNode;
}

interface ChoiceCardsProps<Value extends string> {
  label: string;
  cards: readonly ChoiceCard<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  /** `row`: the picture above the words, several in a line. */
  layout?: 'list' | 'row';
  isLabelHidden?: boolean;
}

/** One of a few things that need a sentence each. Arrow keys move, as in any group of radio buttons. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { label, cards, value, onChange, layout = 'list', isLabelHidden = false } = props;
  const name = useId();
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend} data-hidden={isLabelHidden || undefined}>
        {label}
      </legend>
      <div className={classes.cards} data-layout={layout}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={classes.card}
            data-on={card.value === value || undefined}
          >
            <input
              className={classes.input}
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === value}
              onChange={() => onChange(card.value)}
            />
            {card.picture && <span className={classes.picture}>{card.picture}</span>}
            <span className={classes.words}>
              <span className={classes.title}>{card.title}</span>
              {card.note && <span className={classes.note}>{card.note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
