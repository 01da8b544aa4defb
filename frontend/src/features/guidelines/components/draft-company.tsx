import { Tooltip } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { calledIn } from '@/api/project-members';
import { Avatar } from '@/components/avatar';
import { formatDateTime } from '@/lib/format';
import type { Visitor } from '../api/draft-visit';
import classes from './draft-company.module.css';

const MOST = 3;

/** Who else has the draft open, by name. */
export function DraftCompany({ others }: { others: readonly Visitor[] }) {
  const { t, i18n } = useLingui();
  const names = others.map(calledIn);
  const told = new Intl.ListFormat(i18n.locale).format(names.slice(0, MOST));
  const more = names.length - MOST;
  return (
    <span className={classes.company} role="status" aria-label={t`Also in this draft`}>
      {others.slice(0, MOST).map((other, index) => {
        const name = calledIn(other);
        const since = formatDateTime(other.since, i18n.locale);
        return (
          <Tooltip key={index} label={t`${name} has had it open since ${since}`}>
            <span className={classes.face}>
              <Avatar name={name} size={22} />
            </span>
          </Tooltip>
        );
      })}
      {others.length > 0 && (
        <span className={classes.words}>
          {more > 0 ? t`Also here: ${told} and ${more} more` : t`Also here: ${told}`}
        </span>
      )}
    </span>
  );
}
