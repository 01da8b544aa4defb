import { useLingui } from '@lingui/react/macro';
import { asText, isPlainObject, type Plain } from '@/lib/schema-document';
import type { Choice, Difference, Operation } from '../model/decisions';
import type { Names } from '@/lib/schema-names';

/**
 * A sentence for an operation in the reader's language and with the titles of things. Kinds that nobody found words for have
 * those of the server.
 */
export function useOperationWords(names: Names): (operation: Operation) => string {
  const { t, i18n } = useLingui();
  const list = new Intl.ListFormat(i18n.locale, { type: 'conjunction', style: 'narrow' });
  return ({ document, words }) => {
    const at = placeOf(document, names);
    const { field, label, attribute, option, node, relation, place } = at;
    const name = asText(document.name);
    const target = namedIn(document, 'target', names);
    const isDropped = [document.regions, document.answers, document.relations].includes('drop');
    const many = (member: string) =>
      list.format(keysIn(document[member]).map((key) => names.label(asText(document.field), key)));
    switch (asText(document.kind).replace(/\/\d+$/, '')) {
      case 'add_field':
        return t`New field ${at.newField}`;
      case 'remove_field':
        return t`Remove the field ${field} and its answers`;
      case 'rename_field':
        return t`Rename the field ${field} to “${name}”`;
      case 'configure_field':
        return t`Other settings for the field ${field}`;
      case 'reorder':
        return document.field ? t`Another order in ${place}` : t`Another order of the fields`;
      case 'add_label': {
        const added = names.label(asText(document.field), keyOf(document.label));
        return t`New label ${added}`;
      }
      case 'rename_label':
        return t`Rename the label ${label} to “${name}”`;
      case 'remove_label':
        return isDropped
          ? t`Remove the label ${label} and drop what has it`
          : t`Remove the label ${label} and ask what becomes of it`;
      case 'merge_labels': {
        const sources = many('sources');
        if (!document.origin) return t`Merge ${sources} into ${target}`;
        const origin = names.attribute(
          asText(document.field),
          asText(document.target),
          asText(document.origin),
        );
        return t`Merge ${sources} into ${target}, keeping which it was as ${origin}`;
      }
      case 'split_label': {
        const targets = many('targets');
        const hasRules = keysIn(document.rules).length > 0;
        const rest = namedIn(document, 'otherwise', names);
        if (!hasRules && !document.otherwise)
          return t`Split ${label} into ${targets}; people say which it is`;
        return document.otherwise
          ? t`Split ${label} into ${targets} by rules, else ${rest}`
          : t`Split ${label} into ${targets} by rules, else ask`;
      }
      case 'fold_labels':
        return t`Fold labels of ${field} into ${target}`;
      case 'unfold_attribute':
        return t`Make each value of ${attribute} of ${label} a label of its own`;
      case 'change_geometry':
        return t`Draw ${label} as ${asText(document.to ?? document.geometry)}`;
      case 'add_attribute': {
        const added = names.attribute(
          asText(document.field),
          asText(document.label),
          keyOf(document.attribute),
        );
        return t`New attribute ${added} of ${label}`;
      }
      case 'remove_attribute':
        return t`Remove the attribute ${attribute} of ${label} and what was filled in`;
      case 'rename_attribute':
        return t`Rename the attribute ${attribute} of ${label} to “${name}”`;
      case 'retype_attribute': {
        const retyped = names.attribute(
          asText(document.field),
          asText(document.label),
          keyOf(document.into),
        );
        return t`The attribute ${retyped} of ${label} has another type`;
      }
      case 'configure_attribute':
        return t`Other settings for the attribute ${attribute} of ${label}`;
      case 'attribute_to_item':
        return t`Ask ${attribute} of ${label} once for the whole item`;
      case 'item_to_attribute':
        return t`Ask ${field} for each part instead of the whole item`;
      case 'add_option':
        return t`New option ${optionIn(document, keyOf(document.option), names)} of ${place}`;
      case 'rename_option':
        return t`Rename the option ${option} of ${place} to “${name}”`;
      case 'remove_option':
        return isDropped
          ? t`Remove the option ${option} of ${place} and drop it where it was chosen`
          : t`Remove the option ${option} of ${place} and ask what is chosen instead`;
      case 'merge_options': {
        const sources = list.format(
          keysIn(document.sources).map((key) => optionIn(document, key, names)),
        );
        const into = optionIn(document, asText(document.target), names);
        return t`Merge the options ${sources} of ${place} into ${into}`;
      }
      case 'choice_to_choices':
        return t`Let several options of ${field} be chosen`;
      case 'choices_to_choice':
        return t`Let one option of ${field} be chosen, else ask`;
      case 'convert_number':
        return t`Convert the numbers of ${field}`;
      case 'normalise_text':
        return t`Give the text of ${field} one spelling`;
      case 'trim_spans':
        return t`Trim the spans of ${field}`;
      case 'snap_spans':
        return t`Let the spans of ${field} begin and end at whole words`;
      case 'add_node':
        return t`New place ${names.label(asText(document.field), keyOf(document.node))} in ${field}`;
      case 'move_node':
        return t`Move ${node} in ${field}`;
      case 'rename_node':
        return t`Rename ${node} in ${field} to “${name}”`;
      case 'remove_node':
        return t`Remove ${node} from ${field}`;
      case 'refine_node':
        return t`Divide ${node} in ${field}`;
      case 'collapse_level':
        return t`Take the lower levels off ${field}`;
      case 'choice_to_taxonomy':
        return t`Make the choice ${field} a tree`;
      case 'taxonomy_to_choice':
        return t`Make the tree ${field} a choice`;
      case 'add_relation':
        return t`New relation ${keyOf(document.relation)} in ${field}`;
      case 'rename_relation':
        return t`Rename the relation ${relation} of ${field} to “${name}”`;
      case 'remove_relation':
        return t`Remove the relation ${relation} of ${field}`;
      case 'merge_relations':
        return t`Merge relations of ${field} into ${asText(document.target)}`;
      case 'reverse_relation':
        return t`Turn the arrows of ${relation} in ${field} around`;
      case 'replace_schema':
        return t`Bring back an older schema; people are asked about what does not fit`;
      default:
        return words;
    }
  };
}

interface Place {
  field: string;
  label: string;
  attribute: string;
  option: string;
  node: string;
  relation: string;
  newField: string;
  /** The field, the attribute of a label: whatever the options belong to. */
  place: string;
}

function placeOf(document: Plain, names: Names): Place {
  const [field, label, attribute] = [document.field, document.label, document.attribute].map(
    asText,
  );
  const fieldName = names.field(field ?? '');
  const labelName = names.label(field ?? '', label ?? '');
  const attributeName = names.attribute(field ?? '', label ?? '', attribute ?? '');
  return {
    field: fieldName,
    label: labelName,
    attribute: attributeName,
    option: optionIn(document, asText(document.option), names),
    node: names.label(field ?? '', asText(document.node)),
    relation: asText(document.relation),
    newField: names.field(keyOf(document.field)),
    place: document.attribute
      ? `${labelName} › ${attributeName}`
      : document.label
        ? labelName
        : fieldName,
  };
}

function optionIn(document: Plain, key: string, names: Names): string {
  const [field, label, attribute] = [document.field, document.label, document.attribute].map(
    asText,
  );
  return attribute
    ? names.option(field ?? '', label ?? '', attribute, key)
    : names.label(field ?? '', key);
}

function namedIn(document: Plain, member: string, names: Names): string {
  return names.label(asText(document.field), asText(document[member]));
}

function keysIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(asText) : [];
}

/** The key of a thing that is written out, or the key itself. */
function keyOf(thing: unknown): string {
  return isPlainObject(thing) ? asText(thing.key) : asText(thing);
}

interface MeaningWords {
  difference: (difference: Difference) => string;
  /** `isOld` says whether the old schema has the option or label of this key, too. */
  choice: (choice: Choice, isOld: (operation: Plain, key: string) => boolean) => string;
}

/** Sentences for what differs and for what may have been meant by it. */
export function useMeaningWords(names: Names): MeaningWords {
  const { t } = useLingui();
  const operation = useOperationWords(names);
  const unfit = t`People are asked about what no longer fits`;
  const fill = t`People fill it in`;
  const asking: Record<string, string> = {
    remove_label: t`People say which label it gets instead, or that it goes`,
    remove_option: t`People choose again where it was chosen`,
    add_attribute: fill,
    add_field: fill,
    configure_attribute: unfit,
    configure_field: unfit,
    choices_to_choice: t`People say which one stays where several are chosen`,
  };
  const dropping: Record<string, string> = {
    remove_label: t`What has it is dropped`,
    remove_option: t`It is dropped where it was chosen`,
    remove_attribute: t`What was filled in is dropped`,
    remove_field: t`Its answers are dropped`,
  };
  const gone = (difference: Difference, first: Operation): string => {
    const { field, label, attribute, option, node, place } = placeOf(first.document, names);
    switch (subjectOf(difference.id, first.document)) {
      case 'field':
        return t`The field ${field} is gone`;
      case 'attribute':
        return t`The attribute ${attribute} of ${label} is gone`;
      case 'option': {
        const key = asText(first.document.option) || (keysIn(first.document.sources)[0] ?? '');
        const name = option || optionIn(first.document, key, names);
        return t`The option ${name} of ${place} is gone`;
      }
      case 'node':
        return t`${node} is gone from ${field}`;
      default: {
        const key = keysIn(first.document.sources)[0] ?? asText(first.document.label);
        const name = names.label(asText(first.document.field), key);
        return t`The label ${name} is gone`;
      }
    }
  };
  return {
    difference: (difference) => {
      const first = difference.choices[0]?.operations[0];
      if (!first) return difference.words;
      if (difference.id.endsWith('/merged')) {
        const { field, target, origin } = first.document;
        const keeper = names.attribute(asText(field), asText(target), asText(origin));
        return t`${keeper} looks like which label it was before`;
      }
      return difference.id.endsWith('/removed') ? gone(difference, first) : operation(first);
    },
    choice: ({ key, words, operations }, isOld) => {
      const document = operations[0]?.document ?? {};
      const [what, detail = ''] = key.split(/:(.*)/s);
      const kind = asText(document.kind).replace(/\/\d+$/, '');
      switch (what) {
        case 'into': {
          const name = optionIn(document, detail, names);
          return isOld(document, detail) ? t`It is part of ${name} now` : t`It is ${name} now`;
        }
        case 'one':
          return operations[0] ? operation(operations[0]) : words;
        case 'split':
          return t`It is divided: rules or people say which it is`;
        case 'ask':
          return asking[kind] ?? words;
        case 'drop':
          return dropping[kind] ?? words;
        case 'default': {
          const value = valueIn(document, detail, names);
          return t`It is ${value} wherever it is not known`;
        }
        case 'first':
          return t`The first in the list stays where several are chosen`;
        case 'keep':
          return t`Numbers stay as they are, only the unit has another name`;
        case 'convert':
          return t`What says the same is kept, people are asked about the rest`;
        case 'anew':
          return t`What was filled in is dropped`;
        default:
          return words;
      }
    },
  };
}

/** The default of a new attribute or field by what it is called. */
function valueIn(document: Plain, key: string, names: Names): string {
  const thing = isPlainObject(document.attribute) ? document.attribute : document.field;
  const name = isPlainObject(document.attribute)
    ? names.option(asText(document.field), asText(document.label), keyOf(thing), key)
    : names.label(keyOf(thing), key);
  return name;
}

function subjectOf(
  id: string,
  document: Plain,
): 'field' | 'attribute' | 'option' | 'node' | 'label' {
  if (asText(document.kind).startsWith('remove_field')) return 'field';
  if (id.includes('/options/')) return 'option';
  if (asText(document.kind).includes('_node')) return 'node';
  return asText(document.kind).startsWith('remove_attribute') ? 'attribute' : 'label';
}
