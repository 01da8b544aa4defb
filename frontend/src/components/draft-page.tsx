import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDelayed } from '@/lib/use-delayed';
import { ErrorState } from './error-state';
import { Page } from './page';

interface DraftPageProps {
  /** The published versions. */
  versions: { status: 'loading' | 'error' | 'ready'; error: unknown; retry: () => void };
  /** The draft of the next one, for those who may edit it. */
  draft: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  mayEdit: boolean;
  /** What to draw while it loads: heights of the parts below the title. */
  skeleton: readonly number[];
  /** Drawn once versions and draft are there. */
  children: () => ReactNode;
}

/** A page about something that has published versions and a draft, until both are there. */
export function DraftPage({ versions, draft, mayEdit, skeleton, children }: DraftPageProps) {
  const isWaiting = versions.status === 'loading' || (mayEdit && draft.isPending);
  const isShown = useDelayed(isWaiting);
  if (versions.status === 'error' || draft.isError) {
    return (
      <ErrorState
        error={versions.error ?? draft.error}
        onRetry={() => {
          versions.retry();
          if (mayEdit) void draft.refetch();
        }}
        level="h1"
      />
    );
  }
  if (!isWaiting) return children();
  if (!isShown) return null;
  return (
    <Page>
      <Skeleton height={28} width={180} mb="lg" />
      {skeleton.map((height) => (
        <Skeleton key={height} height={height} mb="md" />
      ))}
    </Page>
  );
}
