import { Checkbox } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Project } from '@/api/project';
import { calledIn, projectMembersQuery } from '@/api/project-members';
import { ErrorState } from '@/components/error-state';
import { groupBy } from '@/lib/group-by';
import { projectPath } from '@/lib/project-path';
import classes from './annotator-picker.module.css';

interface AnnotatorPickerProps {
  project: Project;
  /** User ids. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | null;
}

/** Annotators of the project by vendor; a vendor's box ticks all of its people. */
export function AnnotatorPicker({ project, value, onChange, error }: AnnotatorPickerProps) {
  const { t } = useLingui();
  const members = useQuery(projectMembersQuery(project.id));
  if (members.isError) {
    return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  }
  if (!members.data) return null;
  const people = members.data.filter(({ role, is_active }) => role === 'annotator' && is_active);
  const groups = groupBy(people, ({ vendor }) => vendor ?? '');
  const chosen = new Set(value);
  const set = (users: readonly string[], isOn: boolean) => {
    const next = new Set(value);
    for (const user of users) {
      if (isOn) next.add(user);
      else next.delete(user);
    }
    onChange([...next]);
  };
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>
        <Trans>Annotators</Trans>
      </legend>
      {people.length === 0 && (
        <p className={classes.none}>
          <Trans>
            Nobody has the role of an annotator in this project yet.{' '}
            <Link to={projectPath(project.slug, 'members')}>Give it to somebody</Link>
          </Trans>
        </p>
      )}
      <div className={classes.groups}>
        {[...groups].map(([vendor, group]) => {
          const users = group.map(({ user }) => user);
          const ticked = users.filter((user) => chosen.has(user)).length;
          const total = users.length;
          return (
            <div key={vendor} className={classes.group}>
              <Checkbox
                label={
                  <span className={classes.vendor}>
                    {vendor || t`In house`}{' '}
                    <span className={classes.quiet}>
                      <Trans>
                        {ticked} of {total}
                      </Trans>
                    </span>
                  </span>
                }
                checked={ticked === total}
                indeterminate={ticked > 0 && ticked < total}
                onChange={(event) => set(users, event.currentTarget.checked)}
              />
              <div className={classes.people}>
                {group.map((person) => (
                  <Checkbox
                    key={person.user}
                    label={calledIn(person)}
                    checked={chosen.has(person.user)}
                    onChange={(event) => set([person.user], event.currentTarget.checked)}
                  />
                ))}
              </div>
            </div>
          );
        })}
      </div>
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}
