import { Trans } from '@lingui/react/macro';
import { Link, useLocation } from '@tanstack/react-router';

interface OpenAnnotationProps {
  slug: string;
  annotation: string;
}

/** The way into an annotation, to look at it and to change it; from there one comes back to this very page. */
export function OpenAnnotation({ slug, annotation }: OpenAnnotationProps) {
  const from = useLocation({ select: ({ href }) => href });
  return (
    <Link to="/projects/$slug/label" params={{ slug }} search={{ annotation, from }}>
      <Trans>Open the annotation</Trans>
    </Link>
  );
}
