import type { ChangeKind } from '@/components/change-kinds';
import classes from './measure-chart.module.css';

/** How much a version changed, as a sign on an axis: a shape of its own for each kind. */
export function KindMark({ kind }: { kind: ChangeKind | null }) {
  return (
    <svg className={classes.mark} data-kind={kind ?? 'none'} viewBox="0 0 10 10" aria-hidden="true">
      {kind === 'rule_change' ? (
        <path d="M5 0.5 9.5 5 5 9.5 0.5 5Z" />
      ) : kind === 'clarification' ? (
        <circle cx="5" cy="5" r="3.5" />
      ) : kind === 'editorial' ? (
        <circle cx="5" cy="5" r="1.5" />
      ) : null}
    </svg>
  );
}
