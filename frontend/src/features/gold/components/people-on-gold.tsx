import { Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Project } from '@/api/project';
import { ErrorState } from '@/components/error-state';
import { Person } from '@/components/person';
import { formatPercent } from '@/lib/format';
import type { SchemaDocument } from '@/lib/schema-document';
import { useDelayed } from '@/lib/use-delayed';
import { usePeopleOnGold, type LabelOnGold, type PersonOnGold } from '../api/gold';
import classes from './people-on-gold.module.css';
import { nameOfUse } from './use-names';

interface PeopleOnGoldProps {
  project: Project;
  document: SchemaDocument | null;
}

/** How far each person's own work agrees with the gold answers, all together and by label. */
export function PeopleOnGold({ project, document }: PeopleOnGoldProps) {
  const { t } = useLingui();
  const found = usePeopleOnGold(project.id);
  const isWaiting = useDelayed(found.isPending);
  if (found.data?.answers === 0 && found.data.stale === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="people-on-gold">
      <h2 id="people-on-gold" className={classes.heading}>
        <Trans>How people do on gold</Trans>
      </h2>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Skeleton height={72} visible={isWaiting} />
      ) : (
        <>
          {found.data.stale > 0 && (
            <p className={classes.note}>
              <Plural
                value={found.data.stale}
                one="# stale answer counts in no score."
                other="# stale answers count in no score."
              />
            </p>
          )}
          {found.data.people.length === 0 ? (
            <p className={classes.note}>
              <Trans>Nobody else has labelled an item with a current gold answer yet.</Trans>
            </p>
          ) : (
            <ul className={classes.people} aria-label={t`Annotators`}>
              {found.data.people.map((person) => (
                <OnePerson key={person.id} person={person} document={document} />
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function OnePerson({
  person,
  document,
}: {
  person: PersonOnGold;
  document: SchemaDocument | null;
}) {
  const { t, i18n } = useLingui();
  const name = person.name ?? person.pseudonym;
  const { score } = person.whole;
  return (
    <li className={classes.person}>
      <Person name={name} note={person.vendor ?? t`In house`} />
      <span className={classes.whole}>
        <span className={classes.score}>{formatPercent(score, i18n.locale)}</span>
        <Bar score={score} label={name} isLarge />
        <span className={classes.tasks}>
          <Plural value={person.tasks} one="# gold task" other="# gold tasks" />
        </span>
      </span>
      <ul className={classes.labels}>
        {person.by_label.map((each) => (
          <OneLabel key={`${each.field} ${each.label}`} found={each} document={document} />
        ))}
      </ul>
    </li>
  );
}

function OneLabel({ found, document }: { found: LabelOnGold; document: SchemaDocument | null }) {
  const { t, i18n } = useLingui();
  const { title, colour } = nameOfUse(document, found.field, found.label, i18n.locale);
  const { correct, wrong, missed, extra } = found;
  const counts = t`${correct} correct, ${wrong} wrong label or answer, ${missed} missed, ${extra} too many`;
  return (
    <li className={classes.label} title={counts}>
      <span className={classes.name}>{title}</span>
      <Bar score={found.score} label={`${title}: ${counts}`} colour={colour} />
      <span className={classes.share}>{formatPercent(found.score, i18n.locale)}</span>
    </li>
  );
}

interface BarProps {
  score: number;
  label: string;
  colour?: string;
  isLarge?: boolean;
}

function Bar({ score, label, colour, isLarge = false }: BarProps) {
  const { i18n } = useLingui();
  return (
    <span
      className={classes.bar}
      data-large={isLarge || undefined}
      role="img"
      aria-label={`${label}, ${formatPercent(score, i18n.locale)}`}
    >
      <span className={classes.fill} style={{ width: `${score * 100}%`, background: colour }} />
    </span>
  );
}
