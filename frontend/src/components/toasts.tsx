import { useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
  IconX,
} from '@tabler/icons-react';
import type { Toast, Tone } from '@/lib/toasts';
import classes from './toasts.module.css';
import tones from './tone.module.css';

const ICONS = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  info: IconInfoCircle,
  idle: IconInfoCircle,
} satisfies Record<Tone, unknown>;

interface ToastsProps {
  toasts: readonly Toast[];
  onClose: (id: string) => void;
}

/** Short words at the lower edge. Shown with `showToast` of lib/toasts. */
export function Toasts({ toasts, onClose }: ToastsProps) {
  const { t } = useLingui();
  return (
    <div className={classes.stack} role="status" aria-live="polite">
      {toasts.map((toast) => {
        const Sign = ICONS[toast.tone];
        return (
          <div key={toast.id} className={`${tones.tone} ${classes.toast}`} data-tone={toast.tone}>
            <Sign className={classes.icon} size={16} aria-hidden="true" />
            <span className={classes.message}>{toast.message}</span>
            {toast.action && (
              <button
                type="button"
                className={classes.action}
                onClick={() => {
                  toast.action?.run();
                  onClose(toast.id);
                }}
              >
                {toast.action.label}
              </button>
            )}
            <button
              type="button"
              className={classes.close}
              aria-label={t`Close`}
              onClick={() => onClose(toast.id)}
            >
              <IconX size={14} aria-hidden="true" />
            </button>
          </div>
        );
      })}
    </div>
  );
}
