import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { isProblem } from '@/lib/problem';
import { projectPath } from '@/lib/project-path';
import { ProblemAlert } from './problem-alert';

interface ProjectProblemProps {
  slug: string;
  error: unknown;
}

/** What a project refused; where a schema migration stands in the way, with the way to it. */
export function ProjectProblem({ slug, error }: ProjectProblemProps) {
  const isMigrating = isProblem(error) && error.code === 'schema-migration-running';
  const link = (
    <Link to={projectPath(slug, 'schema/migrations')}>
      <Trans>Look at it</Trans>
    </Link>
  );
  return <ProblemAlert error={error} action={isMigrating && link} />;
}
