import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { IconCheck, IconTilde, IconX, type Icon } from '@tabler/icons-react';
import type { Verdict } from '@/lib/examples';
import type { Tone } from '@/lib/toasts';

/** What an example is one of: icon, word and tone. */
export const VERDICT_WORDS: Record<Verdict, { icon: Icon; tone: Tone; title: MessageDescriptor }> =
  {
    right: { icon: IconCheck, tone: 'good', title: msg({ message: 'Right', context: 'example' }) },
    wrong: { icon: IconX, tone: 'bad', title: msg({ message: 'Wrong', context: 'example' }) },
    borderline: {
      icon: IconTilde,
      tone: 'warn',
      title: msg({ message: 'Borderline', context: 'example' }),
    },
  };
