import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Tone } from '@/lib/toasts';

interface KindWords {
  title: MessageDescriptor;
  note: MessageDescriptor;
  tone: Tone;
}

export const CHANGE_KINDS = {
  editorial: {
    title: msg`Editorial`,
    note: msg`Spelling, order, layout: nobody labels anything differently.`,
    tone: 'idle',
  },
  clarification: {
    title: msg`Clarification`,
    note: msg`The rule was meant this way all along; unclear cases become clear.`,
    tone: 'info',
  },
  rule_change: {
    title: msg`Rule change`,
    note: msg`From now on something is labelled differently than before.`,
    tone: 'warn',
  },
} satisfies Record<string, KindWords>;

export type ChangeKind = keyof typeof CHANGE_KINDS;

export const KIND_ORDER: readonly ChangeKind[] = ['editorial', 'clarification', 'rule_change'];
