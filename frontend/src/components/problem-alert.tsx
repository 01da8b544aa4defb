import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiProblem } from '@/lib/problem';
import classes from './problem-alert.module.css';
import { problemWords } from './problem-words';

interface ProblemAlertProps {
  /** Whatever was thrown; nothing is drawn for null. */
  error: unknown;
  /** Pointers whose faults stand at their own form fields already. */
  shownPointers?: readonly string[];
  /** A way out: a retry button, a link. */
  action?: ReactNode;
}

/** An error inside a page or form: what, why, each fault of the input, and the number to quote. */
export function ProblemAlert({ error, shownPointers = [], action }: ProblemAlertProps) {
  const { i18n } = useLingui();
  if (!error) return null;
  const words = problemWords(error, i18n);
  const problem = error instanceof ApiProblem ? error : null;
  const request = problem?.instance?.replace('urn:uuid:', '');
  const shown = new Set(shownPointers.map((pointer) => pointer.replace(/^#/, '')));
  const faults =
    problem?.errors.filter((fault) => !shown.has(fault.pointer.replace(/^#/, ''))) ?? [];
  return (
    <div className={classes.alert} role="alert">
      <IconAlertTriangle className={classes.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.words}>
        <p className={classes.title}>{words.title}</p>
        {words.detail && words.detail !== words.title && (
          <p className={classes.detail}>{words.detail}</p>
        )}
        {faults.length > 0 && (
          <ul className={classes.faults}>
            {faults.map((fault) => (
              <li key={`${fault.pointer} ${fault.detail}`}>
                <code className={classes.pointer}>{placeOf(fault)}</code> {fault.detail}
              </li>
            ))}
          </ul>
        )}
        {request && problem && problem.status >= 500 && (
          <p className={classes.instance}>
            <Trans>
              Request <code>{request}</code>
            </Trans>
          </p>
        )}
      </div>
      {action}
    </div>
  );
}

function placeOf(fault: { pointer: string; line?: number | null; column?: number | null }): string {
  const path = fault.pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join(' › ');
  return fault.line ? `${path} ${fault.line}:${fault.column ?? 1}` : path;
}
