import { Shortcut } from '@/components/shortcut';
import { colourOf, titleOf, type SchemaOption } from '@/lib/schema-document';
import { ariaShortcut } from '@/lib/shortcuts';
import { keepFocus, useCommandKey } from './screen-context';
import classes from './options.module.css';

interface OptionsProps {
  options: readonly SchemaOption[];
  chosen: readonly string[];
  /** One of them, or any. */
  isSingle: boolean;
  locale: string;
  /** Named for those who cannot see what it stands under. */
  label: string;
  /** The names of their commands without the option's own key: `option.quality`. */
  commands?: string;
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
  commands = '',
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
      {options.map((option) => (
        <Option
          key={option.key}
          option={option}
          title={titleOf(option, locale)}
          command={`${commands}/${option.key}`}
          isOn={chosen.includes(option.key)}
          isSingle={isSingle}
          isDisabled={isDisabled}
          onToggle={() => onToggle(option.key)}
        />
      ))}
    </div>
  );
}

interface OptionProps {
  option: SchemaOption;
  title: string;
  command: string;
  isOn: boolean;
  isSingle: boolean;
  isDisabled: boolean;
  onToggle: () => void;
}

function Option({ option, title, command, isOn, isSingle, isDisabled, onToggle }: OptionProps) {
  const keys = useCommandKey(command);
  return (
    <button
      type="button"
      role={isSingle ? 'radio' : 'checkbox'}
      aria-checked={isOn}
      aria-keyshortcuts={keys && ariaShortcut(keys)}
      className={classes.option}
      data-on={isOn || undefined}
      data-shape={isSingle ? 'round' : 'square'}
      disabled={isDisabled}
      onMouseDown={keepFocus}
      onClick={onToggle}
    >
      <span
        className={classes.mark}
        style={option.colour ? { '--mark': colourOf(option) } : undefined}
        aria-hidden="true"
      />
      <span className={classes.title}>{title}</span>
      {keys && <Shortcut keys={keys} />}
    </button>
  );
}
