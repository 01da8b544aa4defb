import { useLingui } from '@lingui/react/macro';
import { RelativeTime } from '@/components/relative-time';
import { asText } from '@/lib/schema-document';
import type { Item } from '@/api/items';
import classes from './answers.module.css';
import { ItemWork } from './item-work';

/** Where an item came from and what came with it. */
export function ItemFacts({ item }: { item: Item }) {
  const { t } = useLingui();
  const metadata = Object.entries(item.metadata);
  return (
    <dl className={classes.answers}>
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
