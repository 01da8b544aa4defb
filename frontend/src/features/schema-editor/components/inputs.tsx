import { ActionIcon, ColorInput, NumberInput, Switch, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Shortcut } from '@/components/shortcut';
import { LOCALE_NAMES, LOCALES } from '@/lib/locale';
import { asText, isColour, PALETTE } from '@/lib/schema-document';
import { faultAt } from '../document/faults';
import { freeKey, isKey, setProperty, setWords, withKeyFromTitle } from '../document/operations';
import { getAt, join, listAt, parentOf } from '../document/pointer';
import { holderOf, shortcutFrom } from '../document/shortcuts';
import { useDraft } from './draft-context';
import classes from './inputs.module.css';

interface PlaceProps {
  /** The thing that the property belongs to. */
  at: string;
}

/** One property as plain text. */
export function PropertyInput({
  at,
  property,
  label,
  description,
  placeholder,
}: PlaceProps & {
  property: string;
  label: string;
  description?: string;
  placeholder?: string;
}) {
  const { document, faults, change, endGesture } = useDraft();
  const pointer = join(at, property);
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder}
      data-pointer={pointer}
      value={asText(getAt(document, pointer))}
      error={faultAt(faults, pointer)}
      onChange={(event) =>
        change(setProperty(document, pointer, event.currentTarget.value), pointer)
      }
      onBlur={endGesture}
    />
  );
}

/** Titles or help in the languages of the product, one line each. */
export function WordsInput({
  at,
  property,
  label,
  description,
}: PlaceProps & {
  property: 'titles' | 'help' | 'description';
  label: string;
  description?: string;
}) {
  const { document, faults, change, endGesture, isPublished } = useDraft();
  const pointer = join(at, property);
  const handleLeave = (locale: string) => {
    if (property === 'titles' && locale === 'en' && !isPublished(at)) {
      change(withKeyFromTitle(document, at), join(pointer, locale)); // one step with the title
    }
    endGesture();
  };
  return (
    <fieldset className={classes.words}>
      <legend className={classes.legend}>{label}</legend>
      {description && <p className={classes.description}>{description}</p>}
      {LOCALES.map((locale) => {
        const place = join(pointer, locale);
        return (
          <TextInput
            key={locale}
            aria-label={`${label}, ${LOCALE_NAMES[locale]}`}
            lang={locale}
            leftSection={<span className={classes.locale}>{locale}</span>}
            data-pointer={place}
            value={asText(getAt(document, place))}
            error={faultAt(faults, place)}
            onChange={(event) =>
              change(setWords(document, pointer, locale, event.currentTarget.value), place)
            }
            onBlur={() => handleLeave(locale)}
          />
        );
      })}
      <Fault pointer={pointer} />
    </fieldset>
  );
}

/** A fault that has no input of its own. */
export function Fault({ pointer }: { pointer: string }) {
  const { faults } = useDraft();
  const detail = faultAt(faults, pointer);
  return detail ? (
    <p className={classes.fault} data-pointer={pointer} tabIndex={-1}>
      {detail}
    </p>
  ) : null;
}

/** The key: free until it is published, then fixed, because annotations store it. */
export function KeyInput({ at, fallback }: PlaceProps & { fallback: string }) {
  const { document, faults, change, isPublished } = useDraft();
  const { t } = useLingui();
  const pointer = join(at, 'key');
  const key = asText(getAt(document, pointer));
  const [typed, setTyped] = useState<string | null>(null);
  const isFixed = isPublished(at);

  const handleBlur = () => {
    if (typed !== null && typed !== key) {
      const list = parentOf(at);
      const others = listAt(document, list)
        .filter((part) => part !== getAt(document, at))
        .map((part) => asText((part as { key?: unknown }).key)); // outlined
      change(setProperty(document, pointer, freeKey(typed || fallback, others)));
    }
    setTyped(null);
  };
  return (
    <TextInput
      label={t`Key`}
      description={
        isFixed
          ? t`Published: annotations store this key, so it stays. Change the name or the titles instead.`
          : t`What annotations store. It can be changed until it is published, and never after.`
      }
      data-pointer={pointer}
      classNames={{ input: classes.mono }}
      value={typed ?? key}
      readOnly={isFixed}
      rightSection={isFixed && <IconLock size={14} aria-hidden="true" />}
      spellCheck={false}
      error={
        typed !== null && typed !== '' && !isKey(typed)
          ? t`A small letter, then small letters, digits or _`
          : faultAt(faults, pointer)
      }
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={handleBlur}
    />
  );
}

/** What exports write. */
export function NameInput({ at }: PlaceProps) {
  const { document } = useDraft();
  const { t } = useLingui();
  return (
    <PropertyInput
      at={at}
      property="name"
      label={t`Name in exports`}
      description={t`What models learn and files hold. Empty: the key.`}
      placeholder={asText(getAt(document, join(at, 'key')))}
    />
  );
}

/** A colour of the palette, or any other. */
export function ColourInput({ at }: PlaceProps) {
  const { document, faults, change, endGesture } = useDraft();
  const { t } = useLingui();
  const pointer = join(at, 'colour');
  const colour = asText(getAt(document, pointer));
  return (
    <ColorInput
      label={t`Colour`}
      data-pointer={pointer}
      value={colour}
      error={faultAt(faults, pointer)}
      format="hex"
      swatches={[...PALETTE]}
      swatchesPerRow={10}
      popoverProps={{ withinPortal: true }}
      eyeDropperButtonProps={{ 'aria-label': t`Take a colour from the screen` }}
      onChange={(value) => change(setProperty(document, pointer, value), pointer)}
      onBlur={endGesture}
      classNames={{ input: isColour(colour) ? undefined : classes.mono }}
    />
  );
}

/** A key to press: the next one pressed here is taken, and whose it is already is said at once. */
export function ShortcutInput({ at, isSmall = false }: PlaceProps & { isSmall?: boolean }) {
  const { document, faults, change } = useDraft();
  const { t } = useLingui();
  const [isListening, setIsListening] = useState(false);
  const [refused, setRefused] = useState(false);
  const pointer = join(at, 'shortcut');
  const shortcut = asText(getAt(document, pointer));
  const holder = shortcut ? holderOf(document, at, shortcut) : null;
  const fault = holder ? t`${holder} has this key already.` : faultAt(faults, pointer);

  return (
    <div className={classes.shortcut} data-small={isSmall || undefined}>
      {!isSmall && <span className={classes.legend}>{t`Shortcut`}</span>}
      <div className={classes.keyRow}>
        <button
          type="button"
          className={classes.key}
          data-pointer={pointer}
          data-listening={isListening || undefined}
          data-faulty={fault ? true : undefined}
          aria-label={
            shortcut
              ? t`Shortcut ${shortcut}. Press a key to change it`
              : t`No shortcut. Press a key to set one`
          }
          onFocus={() => setIsListening(true)}
          onBlur={() => {
            setIsListening(false);
            setRefused(false);
          }}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (['Tab', 'Escape', 'Shift', 'Enter'].includes(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
            if (event.key === 'Backspace' || event.key === 'Delete') {
              change(setProperty(document, pointer, null));
              return;
            }
            const taken = shortcutFrom(event.key);
            setRefused(taken === null);
            if (taken) change(setProperty(document, pointer, taken));
          }}
        >
          {shortcut ? (
            <Shortcut keys={shortcut} />
          ) : (
            <span className={classes.noKey}>{isListening ? t`Press a key` : t`None`}</span>
          )}
        </button>
        {shortcut && (
          <ActionIcon
            size="sm"
            aria-label={t`Remove the shortcut`}
            onClick={() => change(setProperty(document, pointer, null))}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {(fault || refused) && (
        <p className={classes.fault} role="alert">
          {refused ? <Trans>Only a key that types one character.</Trans> : fault}
        </p>
      )}
    </div>
  );
}

/** Yes or no, no being the default. */
export function SwitchInput({
  at,
  property,
  label,
  description,
}: PlaceProps & { property: string; label: string; description?: string }) {
  const { document, change } = useDraft();
  const pointer = join(at, property);
  return (
    <Switch
      label={label}
      description={description}
      data-pointer={pointer}
      checked={getAt(document, pointer) === true}
      onChange={(event) => change(setProperty(document, pointer, event.currentTarget.checked))}
    />
  );
}

export function NumberPropertyInput({
  at,
  property,
  label,
  min,
  max,
  isWhole = false,
}: PlaceProps & {
  property: string;
  label: string;
  min?: number;
  max?: number;
  isWhole?: boolean;
}) {
  const { document, faults, change, endGesture } = useDraft();
  const pointer = join(at, property);
  const value = getAt(document, pointer);
  return (
    <NumberInput
      label={label}
      data-pointer={pointer}
      min={min}
      max={max}
      allowDecimal={!isWhole}
      hideControls
      value={typeof value === 'number' ? value : asText(value)}
      error={faultAt(faults, pointer)}
      onChange={(next) =>
        change(setProperty(document, pointer, typeof next === 'number' ? next : null), pointer)
      }
      onBlur={endGesture}
    />
  );
}
