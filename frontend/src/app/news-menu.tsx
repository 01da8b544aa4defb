import { ActionIcon, Menu } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newsQuery, type News } from '@/api/news';
import { RelativeTime } from '@/components/relative-time';
import classes from './news-menu.module.css';

const MOST_SAID = 20;

/** The bell: what is new in all my projects, each leading to its question or draft. */
export function NewsMenu() {
  const { t } = useLingui();
  const { data: news = [], isError } = useQuery(newsQuery);
  const words = useWhyWords();
  const count = news.length;
  const said = count < MOST_SAID ? String(count) : `${MOST_SAID}+`;
  return (
    <Menu position="bottom-end" width={360}>
      <Menu.Target>
        <ActionIcon className={classes.bell} aria-label={count > 0 ? t`${said} new` : t`News`}>
          <IconBell size={17} stroke={1.7} />
          {count > 0 && <span className={classes.count} data-count={said} aria-hidden="true" />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.list}>
        {isError ? (
          <p className={classes.none}>
            <Trans>What is new could not be loaded. It is tried again.</Trans>
          </p>
        ) : count === 0 ? (
          <p className={classes.none}>
            <Trans>Nothing new. Answers to your questions appear here.</Trans>
          </p>
        ) : (
          news.map((each) => (
            <Menu.Item
              key={each.thread ?? `draft of ${each.project.id}`}
              renderRoot={(props: object) =>
                each.thread === null ? (
                  <Link
                    {...props}
                    to="/projects/$slug/guideline"
                    params={{ slug: each.project.slug }}
                    search={{ edit: true }}
                  />
                ) : (
                  <Link
                    {...props}
                    to="/projects/$slug/questions"
                    params={{ slug: each.project.slug }}
                    search={{ thread: each.thread }}
                  />
                )
              }
            >
              <span className={classes.excerpt}>
                {each.excerpt || <Trans>Without a note</Trans>}
              </span>
              <span className={classes.meta}>
                <span>{words[each.why]}</span>
                <span>{each.project.name}</span>
                <RelativeTime value={each.at} />
              </span>
            </Menu.Item>
          ))
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function useWhyWords(): Record<News['why'], string> {
  const { t } = useLingui();
  return {
    mentioned: t`You are mentioned`,
    answered: t`About your question`,
    assigned: t`Yours to answer`,
    waits: t`Waits for an answer`,
    review: t`A draft of the guideline waits for you`,
  };
}
