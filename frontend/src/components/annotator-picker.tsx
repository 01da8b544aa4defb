import { Checkbox } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { groupBy } from '@/lib/group-by';
import { projectPath } from '@/lib/project-path';
import classes from './annotator-picker.module.css';

export interface Annotator {
  /** The id of the user. */
  user: string;
  called: string;
  /** Null in house. */
  vendor: string | null;
}

interface AnnotatorPickerProps {
  /** Of the project. */
  slug: string;
  people: readonly Annotator[];
  /** User ids. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | null;
}

/** Annotators of the project by vendor; a vendor's box ticks all of its people. */
export function AnnotatorPicker({ slug, people, value, onChange, error }: AnnotatorPickerProps) {
  const { t } = useLingui();
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
            <Link to={projectPath(slug, 'members')}>Give it to somebody</Link>
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
                    label={person.called}
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
