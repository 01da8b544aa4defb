import { Trans } from '@lingui/react/macro';
import { ErrorState } from '@/components/error-state';

/** A page that could not be drawn. The links are plain: the router may be what failed. */
export function FailurePage({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <ErrorState
      level="h1"
      error={error}
      onRetry={onRetry}
      secondary={
        <a href="/projects">
          <Trans>Back to all projects</Trans>
        </a>
      }
    />
  );
}
