import { useLingui } from '@lingui/react/macro';
import { titleOf, type SchemaAttribute } from '@/lib/schema-document';
import { toggleAttribute } from '../commands/schema-commands';
import type { AttributeValue, Region } from '../core/value';
import { Options } from './options';
import { useScreen } from './screen-context';
import { NumberInput } from './whole-fields';
import classes from './attribute-fields.module.css';

interface AttributeFieldsProps {
  region: Region;
  size?: 'small' | 'normal';
}

/** The attributes of a region, to look at and to change. */
export function AttributeFields({ region, size = 'small' }: AttributeFieldsProps) {
  const screen = useScreen();
  const { i18n } = useLingui();
  const attributes = screen.label(region.field, region.label)?.attributes ?? [];
  return (
    <div className={classes.attributes}>
      {attributes.map((attribute) => {
        const title = titleOf(attribute, i18n.locale);
        return (
          <div key={attribute.key} className={classes.attribute}>
            <span className={classes.title}>
              {title}
              {attribute.required && (
                <span className={classes.required} aria-hidden="true">
                  ∗
                </span>
              )}
            </span>
            <AttributeInput region={region} attribute={attribute} title={title} size={size} />
          </div>
        );
      })}
    </div>
  );
}

interface AttributeInputProps {
  region: Region;
  attribute: SchemaAttribute;
  title: string;
  size: 'small' | 'normal';
}

function AttributeInput({ region, attribute, title, size }: AttributeInputProps) {
  const { editor } = useScreen();
  const { t, i18n } = useLingui();
  const value = region.attributes[attribute.key];
  const isDisabled = !editor.canEdit(region);
  const set = (next: AttributeValue | undefined, continues = false) => {
    const others = Object.entries(region.attributes).filter(([key]) => key !== attribute.key);
    const attributes = Object.fromEntries(
      next === undefined ? others : [...others, [attribute.key, next]],
    );
    editor.update(new Map([[region.id, { attributes }]]), { continues });
  };
  switch (attribute.type) {
    case 'choice':
    case 'choices':
      return (
        <Options
          options={attribute.options ?? []}
          chosen={value === undefined ? [] : [value].flat().map(String)}
          isSingle={attribute.type === 'choice'}
          locale={i18n.locale}
          label={title}
          commands={`attribute.${region.field}/${region.label}/${attribute.key}`}
          size={size}
          isDisabled={isDisabled}
          onToggle={(key) =>
            editor.getState().selection.includes(region.id)
              ? toggleAttribute(editor, region.field, region.label, attribute, key)
              : set(key)
          }
        />
      );
    case 'boolean':
      return (
        <Options
          options={[
            { key: 'yes', titles: { [i18n.locale]: t`Yes` } },
            { key: 'no', titles: { [i18n.locale]: t`No` } },
          ]}
          chosen={value === true ? ['yes'] : value === false ? ['no'] : []}
          isSingle
          locale={i18n.locale}
          label={title}
          size={size}
          isDisabled={isDisabled}
          onToggle={(key) => set(value === (key === 'yes') ? undefined : key === 'yes')}
        />
      );
    case 'number':
      return (
        <NumberInput
          value={typeof value === 'number' ? value : null}
          label={title}
          isDisabled={isDisabled}
          onChange={(next) => set(next ?? undefined, true)}
        />
      );
    default:
      return (
        <input
          className={classes.input}
          type="text"
          aria-label={title}
          value={typeof value === 'string' ? value : ''}
          readOnly={isDisabled}
          onChange={(event) => set(event.currentTarget.value || undefined, true)}
          onBlur={() => editor.seal()}
        />
      );
  }
}

/** The attributes in a few words for a row of the list. */
export function attributeSummary(
  attributes: readonly SchemaAttribute[],
  region: Region,
  locale: string,
  yes: string,
): string {
  return attributes
    .flatMap((attribute) => {
      const value = region.attributes[attribute.key];
      if (value === undefined || value === false || value === '') return [];
      if (value === true) return [titleOf(attribute, locale) || yes];
      const named = (key: string) => {
        const option = attribute.options?.find((each) => each.key === key);
        return option ? titleOf(option, locale) : key;
      };
      return [
        [value]
          .flat()
          .map((part) => named(String(part)))
          .join(', '),
      ];
    })
    .join(' · ');
}
