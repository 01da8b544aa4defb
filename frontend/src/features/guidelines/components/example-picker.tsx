import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowLeft, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { usePickExample } from '@/api/guideline-examples';
import type { Project } from '@/api/project';
import { schemaVersionQuery } from '@/api/schema-version';
import { ColourSwatch } from '@/components/colour-swatch';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { ExampleForm } from '@/components/example-form';
import { LoadMore } from '@/components/load-more';
import type { AnnotationValue, Region } from '@/editor/core/value';
import { regionsOf } from '@/editor/screen/mini-view';
import { StillItem } from '@/editor/screen/still-item';
import { useReadyItem } from '@/editor/screen/use-ready-item';
import type { NamedExample } from '@/lib/examples';
import { colourOf, readDocument, titleOf, type SchemaDocument } from '@/lib/schema-document';
import {
  pickableItemQuery,
  usePickableItems,
  type Annotation,
  type Item,
  type PickableItem,
} from '../api/pickable-items';
import classes from './example-picker.module.css';

interface ExamplePickerProps {
  project: Project;
  onPicked: (example: NamedExample) => void;
  onClose: () => void;
}

/** First an item, then all of it or one region, and what it is an example of. */
export function ExamplePicker({ project, onPicked, onClose }: ExamplePickerProps) {
  const { t } = useLingui();
  const [item, setItem] = useState<string | null>(null);
  return (
    <Dialog isOpen title={t`Pick an example`} size="xl" onClose={onClose}>
      {item === null ? (
        <Items project={project.id} onOpen={setItem} />
      ) : (
        <Parts project={project} id={item} onBack={() => setItem(null)} onPicked={onPicked} />
      )}
    </Dialog>
  );
}

function Items({ project, onOpen }: { project: string; onOpen: (item: string) => void }) {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search, 250);
  const items = usePickableItems(project, q);
  return (
    <div className={classes.items}>
      <TextInput
        aria-label={t`How the name or the text begins`}
        placeholder={t`How the name or the text begins`}
        leftSection={<IconSearch size={15} aria-hidden="true" />}
        value={search}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {items.status === 'error' ? (
        <ErrorState error={items.error} />
      ) : items.status === 'ready' && items.rows.length === 0 ? (
        <p className={classes.none}>
          <Trans>No item begins like this.</Trans>
        </p>
      ) : (
        <ul className={classes.grid}>
          {items.rows.map((row) => (
            <li key={row.id}>
              <Tile row={row} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore
        hasMore={items.hasMore}
        isLoadingMore={items.isLoadingMore}
        onLoadMore={items.loadMore}
        count={items.rows.length}
      />
    </div>
  );
}

function Tile({ row, onOpen }: { row: PickableItem; onOpen: (item: string) => void }) {
  const { t } = useLingui();
  const isGold = row.gold !== null;
  return (
    <button
      type="button"
      className={classes.tile}
      disabled={isGold}
      title={isGold ? t`It has a gold answer, so it cannot be an example.` : undefined}
      onClick={() => onOpen(row.id)}
    >
      {row.thumbnail_url ? (
        <img className={classes.picture} src={row.thumbnail_url} alt="" loading="lazy" />
      ) : (
        <span className={classes.text}>{row.excerpt}</span>
      )}
      <span className={classes.name}>
        {isGold ? <Trans>Gold answer</Trans> : (row.external_id ?? t`Item`)}
      </span>
    </button>
  );
}

interface PartsProps {
  project: Project;
  id: string;
  onBack: () => void;
  onPicked: (example: NamedExample) => void;
}

function Parts({ project, id, onBack, onPicked }: PartsProps) {
  const found = useQuery(pickableItemQuery(project.id, id));
  const annotation = found.data?.annotations[0] ?? null;
  const version = annotation?.schema_version ?? project.schema_version;
  const schema = useQuery({ ...schemaVersionQuery(version ?? ''), enabled: version !== null });
  const document = useMemo(
    () => (schema.data ? readDocument(schema.data.document) : null),
    [schema.data],
  );
  const error = found.error ?? schema.error;
  return (
    <div className={classes.parts}>
      <Button
        className={classes.back}
        size="xs"
        variant="subtle"
        leftSection={<IconArrowLeft size={15} aria-hidden="true" />}
        onClick={onBack}
      >
        <Trans>Another item</Trans>
      </Button>
      {error ? (
        <ErrorState error={error} onRetry={() => void found.refetch()} />
      ) : (
        found.data &&
        document && (
          <Choice
            project={project}
            item={found.data.item}
            annotation={annotation}
            document={document}
            onPicked={onPicked}
          />
        )
      )}
    </div>
  );
}

interface ChoiceProps {
  project: Project;
  item: Item;
  annotation: Annotation | null;
  document: SchemaDocument;
  onPicked: (example: NamedExample) => void;
}

function Choice({ project, item, annotation, document, onPicked }: ChoiceProps) {
  const { t } = useLingui();
  const [region, setRegion] = useState<string | null>(null);
  const ready = useReadyItem(item);
  const value = (annotation?.value ?? null) as AnnotationValue | null; // the server checked it
  const regions = useMemo(() => (value ? regionsOf(value) : []), [value]);
  const marked = useMemo(() => (region ? [region] : []), [region]);
  const pick = usePickExample(project.id);
  return (
    <div className={classes.choice}>
      <StillItem
        item={ready}
        schema={document}
        value={value}
        marked={marked}
        label={t`The item`}
        isSmall
      />
      <div className={classes.side}>
        <fieldset className={classes.regions}>
          <legend>
            <Trans>What to show</Trans>
          </legend>
          <Part isOn={region === null} onChoose={() => setRegion(null)}>
            <Trans>The whole item</Trans>
          </Part>
          {regions.map((each, index) => (
            <Part key={each.id} isOn={region === each.id} onChoose={() => setRegion(each.id)}>
              <RegionName document={document} region={each} number={index + 1} />
            </Part>
          ))}
        </fieldset>
        <ExampleForm
          isNew
          isBusy={pick.isPending}
          error={pick.error}
          submitLabel={<Trans>Put it into the text</Trans>}
          onSubmit={(words) =>
            pick.mutate(
              region && annotation ? { annotation: annotation.id, region } : { item: item.id },
              { onSuccess: ({ key }) => onPicked({ key, ...words }) },
            )
          }
        />
      </div>
    </div>
  );
}

function Part({
  isOn,
  onChoose,
  children,
}: {
  isOn: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}) {
  return (
    <label className={classes.part} data-on={isOn || undefined}>
      <input type="radio" name="part" checked={isOn} onChange={onChoose} />
      {children}
    </label>
  );
}

function RegionName({
  document,
  region,
  number,
}: {
  document: SchemaDocument;
  region: Region;
  number: number;
}) {
  const { i18n } = useLingui();
  const field = document.fields.find(({ key }) => key === region.field);
  const label = field?.labels?.find(({ key }) => key === region.label);
  return (
    <>
      <ColourSwatch colour={colourOf(label ?? {})} />
      {titleOf(label ?? { key: region.label }, i18n.locale)}
      <span className={classes.number}>#{number}</span>
    </>
  );
}
