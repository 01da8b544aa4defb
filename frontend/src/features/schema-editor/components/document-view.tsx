import { Trans, useLingui } from '@lingui/react/macro';
import { ColourSwatch } from '@/components/colour-swatch';
import { Shortcut } from '@/components/shortcut';
import { formatNumber } from '@/lib/format';
import { LOCALES } from '@/lib/locale';
import {
  asText,
  colourOf,
  nameOf,
  proseOf,
  titleOf,
  type SchemaAttribute,
  type SchemaDocument,
  type SchemaField,
  type SchemaLabel,
  type SchemaNode,
  type SchemaOption,
  type Words,
} from '@/lib/schema-document';
import classes from './document-view.module.css';
import { attributeWords, fieldWords } from './part-words';

/** A schema document to be read: every field, and what can be said in it. */
export function DocumentView({ document }: { document: SchemaDocument }) {
  return (
    <div className={classes.fields}>
      {document.fields.map((field) => (
        <Field key={field.key} field={field} />
      ))}
    </div>
  );
}

function Field({ field }: { field: SchemaField }) {
  const { i18n } = useLingui();
  const words = fieldWords(field.type);
  const help = proseOf(field.help, i18n.locale);
  return (
    <section className={classes.field}>
      <header className={classes.head}>
        {words && <words.icon className={classes.icon} size={18} stroke={1.7} aria-hidden="true" />}
        <div className={classes.headWords}>
          <h2 className={classes.title}>{titleOf(field, i18n.locale)}</h2>
          <p className={classes.facts}>
            <span>{words ? i18n._(words.title) : field.type}</span>
            <code className={classes.key}>{field.key}</code>
            {nameOf(field) !== field.key && (
              <span>
                <Trans>
                  exported as <code>{nameOf(field)}</code>
                </Trans>
              </span>
            )}
            {field.required && (
              <span className={classes.required}>
                <Trans>required</Trans>
              </span>
            )}
            <Limits field={field} />
          </p>
          <Titles words={field.titles} />
          {help && <p className={classes.help}>{help}</p>}
        </div>
      </header>
      {field.labels && <Parts parts={field.labels} isLabels />}
      {field.options && <Parts parts={field.options} />}
      {field.nodes && <Tree nodes={field.nodes} />}
    </section>
  );
}

function Limits({ field }: { field: SchemaField }) {
  const { i18n } = useLingui();
  const { minimum, maximum, unit, max_length, min_selected, max_selected } = field;
  const number = (value: number) => formatNumber(value, i18n.locale);
  if (field.type === 'rating') return <span>1–{maximum ?? 5}</span>;
  return (
    <>
      {minimum !== undefined && <span>≥ {number(minimum)}</span>}
      {maximum !== undefined && <span>≤ {number(maximum)}</span>}
      {unit && <span>{unit}</span>}
      {max_length !== undefined && (
        <span>
          <Trans>at most {number(max_length)} characters</Trans>
        </span>
      )}
      {field.multiline && (
        <span>
          <Trans>several lines</Trans>
        </span>
      )}
      {min_selected !== undefined && (
        <span>
          <Trans>at least {min_selected} choices</Trans>
        </span>
      )}
      {max_selected !== undefined && (
        <span>
          <Trans>at most {max_selected} choices</Trans>
        </span>
      )}
      {field.leaves_only && (
        <span>
          <Trans>only the ends of branches</Trans>
        </span>
      )}
      {field.overlap && (
        <span>
          <Trans>spans may overlap</Trans>
        </span>
      )}
    </>
  );
}

function Tree({ nodes }: { nodes: readonly SchemaNode[] }) {
  const { i18n } = useLingui();
  return (
    <ul className={classes.tree}>
      {nodes.map((node) => (
        <li key={node.key}>
          {titleOf(node, i18n.locale)} <code className={classes.key}>{node.key}</code>
          {node.children && <Tree nodes={node.children} />}
        </li>
      ))}
    </ul>
  );
}

function Titles({ words }: { words?: Words }) {
  const { i18n } = useLingui();
  const others = Object.entries(words ?? {}).filter(([locale]) => locale !== i18n.locale);
  if (others.length === 0) return null;
  return (
    <p className={classes.titles}>
      {others.map(([locale, title]) => (
        <span key={locale} lang={locale}>
          <span className={classes.locale}>{locale}</span> {asText(title)}
        </span>
      ))}
    </p>
  );
}

function Parts({
  parts,
  isLabels = false,
}: {
  parts: readonly (SchemaLabel | SchemaOption)[];
  isLabels?: boolean;
}) {
  const { t, i18n } = useLingui();
  const others = LOCALES.filter((locale) => locale !== i18n.locale);
  return (
    <div
      className={classes.scroll}
      tabIndex={0}
      role="region"
      aria-label={isLabels ? t`Labels` : t`Options`}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.narrow}>
              #
            </th>
            <th scope="col">{isLabels ? t`Label` : t`Option`}</th>
            <th scope="col">{t`Key`}</th>
            <th scope="col">{t`Name in exports`}</th>
            {others.map((locale) => (
              <th key={locale} scope="col">
                {locale}
              </th>
            ))}
            <th scope="col" className={classes.narrow}>{t`Shortcut`}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <Part key={part.key} part={part} number={index + 1} others={others} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Part({
  part,
  number,
  others,
}: {
  part: SchemaLabel | SchemaOption;
  number: number;
  others: readonly string[];
}) {
  const { i18n } = useLingui();
  const description = 'description' in part ? proseOf(part.description, i18n.locale) : '';
  const attributes = 'attributes' in part ? (part.attributes ?? []) : [];
  return (
    <>
      <tr className={classes.part} data-open={attributes.length > 0 || undefined}>
        <td className={classes.number}>{number}</td>
        <td>
          <span className={classes.label}>
            <ColourSwatch colour={colourOf(part)} size={12} />
            <span>
              <span className={classes.name}>{titleOf(part, i18n.locale)}</span>
              {description && <span className={classes.description}>{description}</span>}
            </span>
          </span>
        </td>
        <td>
          <code className={classes.key}>{part.key}</code>
        </td>
        <td>{nameOf(part)}</td>
        {others.map((locale) => (
          <td key={locale} lang={locale} className={classes.other}>
            {asText(part.titles?.[locale]) || '–'}
          </td>
        ))}
        <td>{part.shortcut ? <Shortcut keys={part.shortcut} /> : <span>–</span>}</td>
      </tr>
      {attributes.length > 0 && (
        <tr className={classes.attributesRow}>
          <td />
          <td colSpan={4 + others.length}>
            <ul className={classes.attributes}>
              {attributes.map((attribute) => (
                <Attribute key={attribute.key} attribute={attribute} />
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

function Attribute({ attribute }: { attribute: SchemaAttribute }) {
  const { i18n } = useLingui();
  const words = attributeWords(attribute.type);
  return (
    <li className={classes.attribute}>
      <span className={classes.name}>{titleOf(attribute, i18n.locale)}</span>
      <code className={classes.key}>{attribute.key}</code>
      <span className={classes.type}>{words ? i18n._(words.title) : attribute.type}</span>
      {attribute.required && (
        <span className={classes.required}>
          <Trans>required</Trans>
        </span>
      )}
      {attribute.minimum !== undefined && <span>≥ {attribute.minimum}</span>}
      {attribute.maximum !== undefined && <span>≤ {attribute.maximum}</span>}
      {attribute.options?.map((option) => (
        <span key={option.key} className={classes.option} title={option.key}>
          {titleOf(option, i18n.locale)}
          {option.shortcut && <Shortcut keys={option.shortcut} />}
        </span>
      ))}
    </li>
  );
}
