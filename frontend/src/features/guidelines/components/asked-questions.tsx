import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/error-state';
import { ItemThumb } from '@/components/item-thumb';
import { MarkdownView } from '@/components/markdown-view';
import { formatNumber } from '@/lib/format';
import { versionChecksQuery, type AnsweredCheck } from '../api/checks';
import classes from './asked-questions.module.css';

/** What people answered before they confirmed this version, and how. For who may know which answers are right. */
export function AskedQuestions({ version }: { version: string }) {
  const checks = useQuery(versionChecksQuery(version));
  if (checks.isError)
    return <ErrorState error={checks.error} onRetry={() => void checks.refetch()} />;
  if (!checks.data?.length) return null;
  return (
    <section className={classes.asked} aria-labelledby="asked-questions">
      <h2 id="asked-questions" className={classes.title}>
        <Trans>Check questions of this version</Trans>
      </h2>
      <ol className={classes.list}>
        {checks.data.map((check) => (
          <li key={check.id} className={classes.check}>
            <Asked check={check} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Asked({ check }: { check: AnsweredCheck }) {
  const { t, i18n } = useLingui();
  const { people, right_at_first: right, passed, answers } = check.given;
  return (
    <>
      <div className={classes.question}>
        <MarkdownView source={check.question} />
        <ItemThumb
          kind={check.item.kind}
          thumbnailUrl={check.item.thumbnail_url}
          excerpt={check.item.excerpt}
          name={check.item.external_id}
        />
      </div>
      <p className={classes.note}>
        {people === 0 ? (
          <Trans>Nobody has answered it yet.</Trans>
        ) : (
          <>
            <Plural value={people} one="# person has answered" other="# people have answered" />
            {' · '}
            <Trans>{right} right at first</Trans>
            {' · '}
            <Trans>{passed} right by now</Trans>
          </>
        )}
      </p>
      <ul className={classes.answers} aria-label={t`How people answered at first`}>
        {check.answers.map((answer, place) => {
          const first = answers[place]?.first ?? 0;
          const tries = answers[place]?.tries ?? 0;
          const isRight = place === check.right;
          return (
            <li key={answer} className={classes.answer} data-right={isRight || undefined}>
              <span className={classes.words}>
                {isRight && <IconCheck size={14} stroke={2} aria-label={t`Right`} />}
                {answer}
              </span>
              <span className={classes.track} aria-hidden="true">
                <span
                  className={classes.fill}
                  style={{ width: `${people > 0 ? (first / people) * 100 : 0}%` }}
                />
              </span>
              <span className={classes.count}>{formatNumber(first, i18n.locale)}</span>
              <span className={classes.again}>
                {tries > first && <Trans>{tries - first} again</Trans>}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
