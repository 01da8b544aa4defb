import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '@/components/relative-time';
import { asText } from '@/lib/schema-document';
import type { Item, ItemRow } from '@/api/items';
import classes from './answers.module.css';
import { ItemWork } from './item-work';

interface ItemFactsProps {
  item: Item;
  /** Of the project. */
  slug: string;
  /** What showed that it is no good. */
  problem: ItemRow['problem'] | undefined;
  /** For those who say so: that it is good after all. */
  onClear?: () => void;
}

/** Where an item came from, what came with it, and what is wrong with it. */
export function ItemFacts({ item, slug, problem, onClear }: ItemFactsProps) {
  const { t } = useLingui();
  const metadata = Object.entries(item.metadata);
  const reason = problem?.reason ?? '';
  return (
    <dl className={classes.answers}>
      {problem && (
        <>
          <dt>{t`Problem`}</dt>
          <dd>
            {problem.thread ? (
              <Link
                to="/projects/$slug/questions"
                params={{ slug }}
                search={{ thread: problem.thread }}
              >
                <Trans>The question that showed it</Trans>
              </Link>
            ) : (
              <>
                <Trans>Skipped: {reason}</Trans>{' '}
                {onClear && (
                  <Button size="compact-xs" variant="default" onClick={onClear}>
                    <Trans>It is good after all</Trans>
                  </Button>
                )}
              </>
            )}
          </dd>
        </>
      )}
      <dt>{t`Work`}</dt>
      <dd>
        <ItemWork item={item} />
      </dd>
      <dt>{t`Imported`}</dt>
      <dd>
        <RelativeTime value={item.created_at} />
      </dd>
      {item.source && (
        <>
          <dt>{t`Read from`}</dt>
          <dd>{item.source}</dd>
        </>
      )}
      {item.width && (
        <>
          <dt>{t`Size`}</dt>
          <dd>
            {item.width} × {item.height}
          </dd>
        </>
      )}
      {metadata.map(([key, value]) => (
        <FactOf key={key} name={key} value={asText(value)} />
      ))}
    </dl>
  );
}

function FactOf({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
