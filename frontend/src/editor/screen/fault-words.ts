import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { titleOf } from '@/lib/schema-document';
import { useScreen } from './screen-context';
import type { ValueFault } from './check-value';

/** What is missing, in a sentence that names it. */
export function useFaultWords(): (fault: ValueFault) => string {
  const screen = useScreen();
  const { t, i18n } = useLingui();
  return useCallback(
    (fault) => {
      const field = screen.field(fault.field);
      const region = fault.region ? screen.editor.region(fault.region) : undefined;
      const label = region && screen.label(region.field, region.label);
      const attribute = label?.attributes?.find(({ key }) => key === fault.attribute);
      const thing = attribute ?? field;
      const name = thing ? titleOf(thing, i18n.locale) : fault.field;
      const limit = fault.limit ?? 0;
      switch (fault.kind) {
        case 'required':
          return t`${name} is not answered yet.`;
        case 'too-few':
          return t`${name}: choose at least ${limit}.`;
        case 'too-many':
          return t`${name}: choose at most ${limit}.`;
        case 'too-long':
          return t`${name}: at most ${limit} characters.`;
        case 'one-line':
          return t`${name}: only one line.`;
        case 'too-small':
          return t`${name}: at least ${limit}.`;
        case 'too-large':
          return t`${name}: at most ${limit}.`;
        case 'not-an-option':
          return t`${name}: this answer is no longer offered. Choose another.`;
        case 'not-a-label':
          return t`${name}: this label is no longer offered. Choose another.`;
        case 'outside':
          return t`${name}: a region lies outside the item.`;
        case 'overlap':
          return t`${name}: two spans overlap.`;
        case 'crossed':
          return t`${name}: an outline crosses itself.`;
        case 'not-a-leaf':
          return t`${name}: choose something more exact below this.`;
        case 'empty':
          return t`${name}: a span is empty.`;
        case 'skeleton':
          return t`${name}: a skeleton does not have its ${limit} points. Draw it again.`;
        case 'no-point':
          return t`${name}: a skeleton has no point that is placed.`;
        case 'no-pixel':
          return t`${name}: a mask has no pixel. Delete it.`;
        case 'relation':
          return t`${name}: a relation may not stand like this.`;
      }
    },
    [screen, t, i18n.locale],
  );
}
