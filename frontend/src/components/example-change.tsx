import { Trans } from '@lingui/react/macro';
import { exampleLine, type NamedExample } from '@/lib/examples';
import { StatusBadge } from './status-badge';

interface ExampleChangeProps {
  example: NamedExample;
  /** Those of the other text. */
  others: readonly NamedExample[];
  side: 'before' | 'now';
}

/** What became of an example between two texts; nothing where it is the same in both. */
export function ExampleChange({ example, others, side }: ExampleChangeProps) {
  const same = others.filter(({ key }) => key === example.key);
  if (same.length === 0) {
    return side === 'now' ? (
      <StatusBadge tone="good" isPlain>
        <Trans context="example">New</Trans>
      </StatusBadge>
    ) : (
      <StatusBadge tone="bad" isPlain>
        <Trans context="example">Removed</Trans>
      </StatusBadge>
    );
  }
  const line = exampleLine(example);
  if (same.some((other) => exampleLine(other) === line)) return null;
  return (
    <StatusBadge tone="info" isPlain>
      <Trans context="example">Changed</Trans>
    </StatusBadge>
  );
}
