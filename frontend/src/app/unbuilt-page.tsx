import { Trans } from '@lingui/react/macro';
import { EmptyState } from '@/components/empty-state';

/** Holds the place of a page whose feature is not part of this build. */
export function UnbuiltPage() {
  return (
    <EmptyState kind="items" level="h1" title={<Trans>Not here yet</Trans>}>
      <Trans>This page comes with one of the next versions.</Trans>
    </EmptyState>
  );
}
