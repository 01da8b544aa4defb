import { useLingui } from '@lingui/react/macro';
import type { Change } from '../document/difference';

/** A sentence for a change, in the reader's language. */
export function useChangeWords(): (change: Change) => string {
  const { t } = useLingui();
  const parts = {
    field: t`Field`,
    label: t`Label`,
    option: t`Option`,
    attribute: t`Attribute`,
    node: t`Place in the tree`,
    relation: t`Relation`,
  };
  const properties: Record<string, string> = {
    titles: t`titles`,
    help: t`help`,
    description: t`description`,
    colour: t`colour`,
    shortcut: t`shortcut`,
    type: t`type`,
    geometry: t`geometry`,
    required: t`required`,
    overlap: t`overlap`,
    skeleton: t`skeleton`,
    leaves_only: t`only the ends of branches`,
    from: t`labels it leaves from`,
    to: t`labels it leads to`,
    minimum: t`minimum`,
    maximum: t`maximum`,
    unit: t`unit`,
    multiline: t`several lines`,
    max_length: t`longest text`,
    min_selected: t`fewest choices`,
    max_selected: t`most choices`,
  };
  return (change) => {
    const part = parts[change.part];
    const { title } = change;
    if (change.kind === 'added') return t`${part} ${title} added`;
    if (change.kind === 'removed') return t`${part} ${title} removed`;
    if (change.kind === 'renamed') {
      const { before, after } = change;
      return t`${part} ${before} renamed to ${after}`;
    }
    if (change.kind === 'reordered') {
      if (change.part === 'label')
        return t`Labels of ${title} in another order: the class numbers change`;
      if (change.part === 'option') return t`Options of ${title} in another order`;
      if (change.part === 'attribute') return t`Attributes of ${title} in another order`;
      if (change.part === 'node') return t`Places below ${title} in another order`;
      if (change.part === 'relation') return t`Relations of ${title} in another order`;
      return t`Fields in another order`;
    }
    const property = properties[change.property] ?? change.property;
    if (change.property === 'colour') return t`${title}: ${property}`;
    const nothing = t`nothing`;
    const before = change.before || nothing;
    const after = change.after === 'true' ? t`yes` : change.after || nothing;
    if (change.after === 'true') return t`${title}: ${property}, ${after}`;
    if (change.before === 'true' && !change.after) {
      const no = t`no`;
      return t`${title}: ${property}, ${no}`;
    }
    return t`${title}: ${property} ${before} → ${after}`;
  };
}
