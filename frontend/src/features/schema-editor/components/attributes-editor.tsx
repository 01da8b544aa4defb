import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronRight,
  IconCopy,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { asText, titleOf, type SchemaAttribute, type SchemaOption } from '@/lib/schema-document';
import { faultAt, faultsWithin } from '../document/faults';
import {
  addAttribute,
  addOption,
  ATTRIBUTE_TYPES,
  changeAttributeType,
  duplicate,
  hasOptions,
  remove,
  setWords,
  type AttributeType,
} from '../document/operations';
import { getAt, join, listAt, moveInList, setAt } from '../document/pointer';
import classes from './attributes-editor.module.css';
import { useDraft } from './draft-context';
import { focusPlace } from './focus-place';
import {
  Fault,
  KeyInput,
  NameInput,
  NumberPropertyInput,
  ShortcutInput,
  SwitchInput,
  WordsInput,
} from './inputs';
import { ATTRIBUTE_WORDS, attributeWords } from './part-words';

/** What else is asked about each region or span with this label. */
export function AttributesEditor({ at }: { at: string }) {
  const { document, change } = useDraft();
  const { t, i18n } = useLingui();
  const list = join(at, 'attributes');
  const attributes = listAt(document, list) as SchemaAttribute[]; // outlined
  const handleAdd = (type: AttributeType) => {
    const edit = addAttribute(document, at, type);
    change(edit.document);
    focusPlace(join(edit.at, 'titles', i18n.locale));
  };
  return (
    <section className={classes.section}>
      <header className={classes.head}>
        <h3 className={classes.title}>
          <Trans>Attributes</Trans>
        </h3>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden="true" />}
            >
              <Trans>Add an attribute</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {ATTRIBUTE_TYPES.map((type) => {
              const words = ATTRIBUTE_WORDS[type];
              return (
                <Menu.Item
                  key={type}
                  leftSection={<words.icon size={16} stroke={1.7} aria-hidden="true" />}
                  onClick={() => handleAdd(type)}
                >
                  {i18n._(words.title)}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      </header>
      <Fault pointer={list} />
      {attributes.length === 0 ? (
        <p className={classes.none}>
          <Trans>Nothing else is asked about this label.</Trans>
        </p>
      ) : (
        <ul className={classes.list} aria-label={t`Attributes`}>
          {attributes.map((attribute, index) => (
            <Attribute
              key={index}
              at={join(list, index)}
              attribute={attribute}
              index={index}
              count={attributes.length}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface AttributeProps {
  at: string;
  attribute: SchemaAttribute;
  index: number;
  count: number;
}

function Attribute({ at, attribute, index, count }: AttributeProps) {
  const { document, faults, change } = useDraft();
  const { t, i18n } = useLingui();
  const words = attributeWords(attribute.type);
  const isFaulty = faultsWithin(faults, at).length > 0;
  const known = ATTRIBUTE_TYPES.find((type) => type === attribute.type);
  return (
    <li>
      <details className={classes.attribute} open={count === 1 || isFaulty || undefined}>
        <summary className={classes.summary}>
          <IconChevronRight className={classes.chevron} size={15} aria-hidden="true" />
          <span className={classes.name}>{titleOf(attribute, i18n.locale)}</span>
          <span className={classes.type}>
            {words ? i18n._(words.title) : attribute.type}
            {attribute.options && (
              <>
                {' · '}
                <Plural value={attribute.options.length} one="# option" other="# options" />
              </>
            )}
          </span>
          {isFaulty && <span className={classes.faulty} role="img" aria-label={t`has faults`} />}
        </summary>
        <div className={classes.body}>
          <div className={classes.tools} role="toolbar" aria-label={t`This attribute`}>
            <ActionIcon
              aria-label={t`Move up`}
              disabled={index === 0}
              onClick={() => change(moveInList(document, at, index - 1))}
            >
              <IconArrowUp size={15} />
            </ActionIcon>
            <ActionIcon
              aria-label={t`Move down`}
              disabled={index === count - 1}
              onClick={() => change(moveInList(document, at, index + 1))}
            >
              <IconArrowDown size={15} />
            </ActionIcon>
            <ActionIcon
              aria-label={t`Duplicate`}
              onClick={() => change(duplicate(document, at).document)}
            >
              <IconCopy size={15} />
            </ActionIcon>
            <ActionIcon
              aria-label={t`Remove`}
              onClick={() => change(remove(document, at).document)}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
          <WordsInput at={at} property="titles" label={t`Title`} />
          <div className={classes.two}>
            <NameInput at={at} />
            <KeyInput at={at} fallback="attribute" />
          </div>
          <div className={classes.two}>
            <Select
              label={t`Kind of answer`}
              data-pointer={join(at, 'type')}
              allowDeselect={false}
              value={known ?? null}
              placeholder={asText(attribute.type)}
              error={faultAt(faults, join(at, 'type'))}
              data={ATTRIBUTE_TYPES.map((type) => ({
                value: type,
                label: i18n._(ATTRIBUTE_WORDS[type].title),
              }))}
              onChange={(type) =>
                type &&
                change(
                  changeAttributeType(
                    document,
                    at,
                    type as AttributeType,
                  ) /* from the list above */,
                )
              }
            />
            <div className={classes.switch}>
              <SwitchInput at={at} property="required" label={t`Required`} />
            </div>
          </div>
          {attribute.type === 'number' && (
            <div className={classes.two}>
              <NumberPropertyInput at={at} property="minimum" label={t`Minimum`} />
              <NumberPropertyInput at={at} property="maximum" label={t`Maximum`} />
            </div>
          )}
          {hasOptions(attribute.type) && <Options at={at} options={attribute.options ?? []} />}
        </div>
      </details>
    </li>
  );
}

function Options({ at, options }: { at: string; options: readonly SchemaOption[] }) {
  const { document, faults, change, endGesture } = useDraft();
  const { t, i18n } = useLingui();
  const list = join(at, 'options');
  return (
    <fieldset className={classes.options}>
      <legend className={classes.legend}>
        <Trans>Options</Trans>
      </legend>
      <Fault pointer={list} />
      {options.map((option, index) => {
        const place = join(list, index);
        const title = join(place, 'titles', i18n.locale);
        return (
          <div key={index} className={classes.option}>
            <TextInput
              size="xs"
              aria-label={t`Title of option ${index + 1}`}
              placeholder={titleOf(option, i18n.locale)}
              data-pointer={title}
              value={asText(getAt(document, title))}
              error={faultAt(faults, title)}
              onChange={(event) =>
                change(
                  setWords(document, join(place, 'titles'), i18n.locale, event.currentTarget.value),
                  title,
                )
              }
              onBlur={endGesture}
            />
            <OptionKey at={place} number={index + 1} />
            <ShortcutInput at={place} isSmall />
            <span className={classes.optionTools}>
              <ActionIcon
                size="sm"
                aria-label={t`Move option ${index + 1} up`}
                disabled={index === 0}
                onClick={() => change(moveInList(document, place, index - 1))}
              >
                <IconArrowUp size={14} />
              </ActionIcon>
              <ActionIcon
                size="sm"
                aria-label={t`Remove option ${index + 1}`}
                onClick={() => change(remove(document, place).document)}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </span>
          </div>
        );
      })}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        onClick={() => {
          const edit = addOption(document, at);
          change(edit.document);
          focusPlace(join(edit.at, 'titles', i18n.locale));
        }}
      >
        <Trans>Add an option</Trans>
      </Button>
    </fieldset>
  );
}

function OptionKey({ at, number }: { at: string; number: number }) {
  const { document, faults, change, endGesture, isPublished } = useDraft();
  const { t } = useLingui();
  const pointer = join(at, 'key');
  const isFixed = isPublished(at);
  return (
    <TextInput
      size="xs"
      aria-label={t`Key of option ${number}`}
      title={
        isFixed
          ? t`Published: annotations store this key, so it stays. Change the name or the titles instead.`
          : undefined
      }
      classNames={{ input: classes.mono }}
      data-pointer={pointer}
      readOnly={isFixed}
      value={asText(getAt(document, pointer))}
      error={faultAt(faults, pointer) ?? faultAt(faults, join(at, 'name'))}
      onChange={(event) => change(setAt(document, pointer, event.currentTarget.value), pointer)}
      onBlur={endGesture}
    />
  );
}
