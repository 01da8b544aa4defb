import { NumberInput } from '@mantine/core';
import { useLingui as useRuntime } from '@lingui/react';
import { useLingui } from '@lingui/react/macro';
import { useRef, type CSSProperties } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import { SplitBar } from '@/components/split-bar';
import { SPLITS, withShare, type Shares, type SplitName } from '../model/shares';
import { SPLIT_HINTS } from './dataset-words';
import { splitColour } from './split-colours';
import classes from './splits-field.module.css';

interface SplitsFieldProps {
  value: Shares;
  onChange: (shares: Shares) => void;
}

/** Three shares that stay at 100 % together: moving one gives to or takes from the others. */
export function SplitsField({ value, onChange }: SplitsFieldProps) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  // Where the others stood when this one began to move: from there they divide, whatever the number of steps.
  const start = useRef<{ name: SplitName; shares: Shares } | null>(null);

  const handleChange = (name: SplitName, next: number) => {
    if (next === value[name]) return;
    if (start.current?.name !== name) start.current = { name, shares: value };
    onChange(withShare(start.current.shares, name, next));
  };
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>{t`Splits`}</legend>
      <SplitBar
        isBare
        label={t`Splits`}
        parts={SPLITS.map((name, place) => ({
          key: name,
          label: name,
          value: value[name],
          colour: splitColour(place),
        }))}
      />
      <div className={classes.rows}>
        {SPLITS.map((name, place) => {
          const hint = SPLIT_HINTS[name];
          return (
            <div key={name} className={classes.row}>
              <span className={classes.name}>
                <ColourSwatch colour={splitColour(place)} />
                <strong>{name}</strong>
                <span className={classes.hint}>{hint && i18n._(hint)}</span>
              </span>
              <input
                className={classes.slider}
                type="range"
                min={0}
                max={100}
                step={1}
                value={value[name]}
                style={{ '--share': `${value[name]}%` } as CSSProperties /* a custom property */}
                aria-label={t`Share of ${name} in per cent`}
                onChange={(event) => handleChange(name, Number(event.currentTarget.value))}
              />
              <NumberInput
                className={classes.number}
                size="xs"
                min={0}
                max={100}
                suffix=" %"
                allowDecimal={false}
                clampBehavior="strict"
                value={value[name]}
                aria-label={t`${name} in per cent`}
                onChange={(next) => handleChange(name, Number(next))}
              />
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
