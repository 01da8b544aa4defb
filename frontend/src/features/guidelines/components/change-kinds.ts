import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Tone } from '@/lib/toasts';
import type { ChangeKind } from '../api/guideline-draft';

interface KindWords {
  title: MessageDescriptor;
  note: MessageDescriptor;
  tone: Tone;
}

export const CHANGE_KINDS: Record<ChangeKind, KindWords> = {
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
};

export const KIND_ORDER: readonly ChangeKind[] = ['editorial', 'clarification', 'rule_change'];
