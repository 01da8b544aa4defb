import { useNavigate, useSearch } from '@tanstack/react-router';

export interface WayBack {
  /** Whether the work was opened from another page than the list of one's own work. */
  isElsewhere: boolean;
  go: () => void;
}

/** Where one returns to: the page that the work was opened from, else one's own work. */
export function useWayBack(slug: string): WayBack {
  const navigate = useNavigate();
  const { from } = useSearch({ from: '/in/projects/$slug/label' });
  return {
    isElsewhere: from !== undefined,
    go: () =>
      void (from === undefined
        ? navigate({ to: '/projects/$slug/work', params: { slug } })
        : navigate({ href: from })),
  };
}
