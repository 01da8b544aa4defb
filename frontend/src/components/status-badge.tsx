import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleX,
  IconProgress,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from '@/lib/toasts';
import classes from './status-badge.module.css';
import tones from './tone.module.css';

const ICONS: Record<Tone, Icon> = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  info: IconProgress,
  idle: IconCircle,
};

interface StatusBadgeProps {
  tone: Tone;
  /** The word; colour alone never says it. */
  children: ReactNode;
  icon?: Icon;
  /** Without the ground: inside tables. */
  isPlain?: boolean;
}

/** A state: icon and word. */
export function StatusBadge({ tone, children, icon, isPlain = false }: StatusBadgeProps) {
  const Sign = icon ?? ICONS[tone];
  return (
    <span
      className={`${tones.tone} ${classes.badge}`}
      data-tone={tone}
      data-plain={isPlain || undefined}
    >
      <Sign className={classes.icon} size={14} stroke={2} aria-hidden="true" />
      {children}
    </span>
  );
}
