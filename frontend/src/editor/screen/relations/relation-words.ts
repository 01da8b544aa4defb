import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { titleOf } from '@/lib/schema-document';
import { isSpan } from '../../core/located';
import { relationType, type RelationRefusal } from '../../core/relation-rules';
import type { SchemaField } from '../../core/schema';
import type { Region } from '../../core/value';
import { useLabelTitle, useMounted, useScreen } from '../screen-context';

/** What people call a kind of relation, in their language. */
export function relationTitle(field: SchemaField, type: string, locale: string): string {
  const found = relationType(field, type);
  return found ? titleOf(found, locale) : type;
}

export interface Ends {
  readonly field: SchemaField;
  readonly from: Region;
  readonly to: Region;
}

/** Why a relation may not stand, in a sentence. */
export function useRefusalWords(): (reason: RelationRefusal, type: string, ends: Ends) => string {
  const { t, i18n } = useLingui();
  const labelTitle = useLabelTitle();
  const isText = useScreen().item.kind === 'text';
  return useCallback(
    (reason, type, { field, from, to }) => {
      const kind = relationTitle(field, type, i18n.locale);
      const source = labelTitle(from.field, from.label);
      const target = labelTitle(to.field, to.label);
      switch (reason) {
        case 'type':
          return t`“${kind}” is no longer offered. Choose another.`;
        case 'end':
          return isText ? t`A span that it joins is gone.` : t`A region that it joins is gone.`;
        case 'self':
          return isText
            ? t`A span cannot be related to itself.`
            : t`A region cannot be related to itself.`;
        case 'from':
          return t`“${kind}” never leaves from ${source}.`;
        case 'to':
          return t`“${kind}” never leads to ${target}.`;
        case 'duplicate':
          return t`This relation is there already.`;
        case 'parent':
          return t`“${kind}”: ${target} has a parent already.`;
        case 'circle':
          return t`“${kind}”: ${target} would be above itself.`;
      }
    },
    [t, i18n.locale, labelTitle, isText],
  );
}

/** The words of a span, short enough for a row; the number of a region, as the list of regions has it. */
export function usePartText(): (region: Region) => string {
  const { spans } = useMounted();
  const { editor } = useScreen();
  return useCallback(
    ({ id, geometry }) => {
      if (!isSpan(geometry)) {
        const at = editor.getState().document.places.get(id);
        return at === undefined ? '' : `#${at + 1}`;
      }
      if (!spans) return '';
      const text = spans.points.slice(geometry.start, geometry.end).replace(/\s+/g, ' ');
      const points = [...text];
      return points.length > 40 ? `${points.slice(0, 39).join('')}…` : text;
    },
    [spans, editor],
  );
}
