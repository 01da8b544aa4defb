import { Trans, useLingui } from '@lingui/react/macro';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Project } from '@/api/project';
import classes from './project-place.module.css';

/** Which project one is in, and the way out of it. */
export function ProjectPlace({ project }: { project: Project }) {
  const { t } = useLingui();
  return (
    <div className={classes.place}>
      <Link to="/projects" className={classes.back} title={t`All projects`}>
        <IconChevronLeft size={14} aria-hidden="true" />
        <span className={classes.word}>
          <Trans>All projects</Trans>
        </span>
      </Link>
      <span className={classes.project} title={project.name}>
        {project.name}
      </span>
    </div>
  );
}
