import { Shortcut } from '@/components/shortcut';
import { colourOf, titleOf, type SchemaOption } from '@/lib/schema-document';
import { ariaShortcut } from '@/lib/shortcuts';
import { keepFocus } from './screen-context';
import classes from './options.module.css';

interface OptionsProps {
  options: readonly SchemaOption[];
  chosen: readonly string[];
  /** One of them, or any. */
  isSingle: boolean;
  locale: string;
  /** Named for those who cannot see what it stands under. */
  label: string;
  size?: 'small' | 'normal' | 'large';
  isDisabled?: boolean;
  /** Clicks leave the focus on the stage. */
  onToggle: (key: string) => void;
}

/** The answers to choose from, each with its key. */
export function Options({
  options,
  chosen,
  isSingle,
  locale,
  label,
  size = 'normal',
  isDisabled = false,
  onToggle,
}: OptionsProps) {
  return (
    <div
      className={classes.options}
      role={isSingle ? 'radiogroup' : 'group'}
      aria-label={label}
      data-size={size}
    >
      {options.map((option) => {
        const isOn = chosen.includes(option.key);
        return (
          <button
            key={option.key}
            type="button"
            role={isSingle ? 'radio' : 'checkbox'}
            aria-checked={isOn}
            aria-keyshortcuts={option.shortcut && ariaShortcut(option.shortcut)}
            className={classes.option}
            data-on={isOn || undefined}
            data-shape={isSingle ? 'round' : 'square'}
            disabled={isDisabled}
            onMouseDown={keepFocus}
            onClick={() => onToggle(option.key)}
          >
            <span
              className={classes.mark}
              style={option.colour ? { '--mark': colourOf(option) } : undefined}
              aria-hidden="true"
            />
            <span className={classes.title}>{titleOf(option, locale)}</span>
            {option.shortcut && <Shortcut keys={option.shortcut} />}
          </button>
        );
      })}
    </div>
  );
}
