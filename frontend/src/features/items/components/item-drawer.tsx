import { ActionIcon, Button, Drawer, Skeleton, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconChevronLeft, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Project } from '@/api/project';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { ErrorState } from '@/components/error-state';
import { ProblemAlert } from '@/components/problem-alert';
import { isComposing } from '@/lib/shortcuts';
import {
  annotationsOfItemQuery,
  itemQuery,
  useClearProblem,
  useDeleteItem,
  type Item,
  type ItemRow,
} from '@/api/items';
import classes from './item-drawer.module.css';
import { ItemFacts } from './item-facts';
import { ItemView } from './item-view';

interface ItemDrawerProps {
  project: Project;
  itemId: string | null;
  /** The list that it came from, to go on in it. */
  rows: readonly ItemRow[];
  onOpen: (item: ItemRow | null) => void;
  mayDelete: boolean;
}

/** One item: the thing itself, what was said about it, and where it came from. */
export function ItemDrawer(props: ItemDrawerProps) {
  const { itemId, rows, onOpen } = props;
  const { t } = useLingui();
  const item = useQuery({ ...itemQuery(itemId ?? ''), enabled: itemId !== null });
  const place = rows.findIndex((row) => row.id === itemId);
  const previous = rows[place - 1];
  const next = place >= 0 ? rows[place + 1] : undefined;

  useEffect(() => {
    if (itemId === null) return undefined;
    const handleKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement;
      if (isComposing(event) || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'j' && next) onOpen(next);
      if (event.key === 'k' && previous) onOpen(previous);
    };
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, [itemId, next, previous, onOpen]);

  return (
    <Drawer
      opened={itemId !== null}
      onClose={() => onOpen(null)}
      position="right"
      size="min(64rem, 92vw)"
      classNames={{ body: classes.body, title: classes.title }}
      title={
        <span className={classes.head}>
          <span className={classes.name}>{item.data?.external_id ?? t`Item`}</span>
          <span className={classes.steps}>
            <Step label={t`Previous item (K)`} row={previous} onOpen={onOpen}>
              <IconChevronLeft size={17} aria-hidden="true" />
            </Step>
            <Step label={t`Next item (J)`} row={next} onOpen={onOpen}>
              <IconChevronRight size={17} aria-hidden="true" />
            </Step>
          </span>
        </span>
      }
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {item.isError ? (
        <ErrorState error={item.error} onRetry={() => void item.refetch()} />
      ) : item.data && item.data.id === itemId ? (
        <Detail key={itemId} item={item.data} {...props} />
      ) : (
        <Skeleton height="60vh" />
      )}
    </Drawer>
  );
}

interface StepProps {
  label: string;
  row: ItemRow | undefined;
  onOpen: (item: ItemRow) => void;
  children: React.ReactNode;
}

function Step({ label, row, onOpen, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        aria-label={label}
        disabled={!row}
        onClick={() => row && onOpen(row)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Detail({ item, project, rows, onOpen, mayDelete }: ItemDrawerProps & { item: Item }) {
  const { t } = useLingui();
  const annotations = useQuery(annotationsOfItemQuery(project.id, item.id));
  const remove = useDeleteItem(project.id);
  const clear = useClearProblem(project.id);
  const [isAsking, setIsAsking] = useState(false);
  const isUnused = item.tasks_count === 0 && annotations.data?.length === 0;
  return (
    <div className={classes.detail}>
      <ItemView item={item} project={project} annotations={annotations.data ?? null} />
      <ItemFacts
        item={item}
        slug={project.slug}
        problem={rows.find(({ id }) => id === item.id)?.problem}
        {...(project.may.includes('import_items') && { onClear: () => clear.mutate(item.id) })}
      />
      <ProblemAlert error={clear.error} />
      {mayDelete && isUnused && (
        <Button
          className={classes.delete}
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden="true" />}
          onClick={() => setIsAsking(true)}
        >
          <Trans>Delete this item</Trans>
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={t`Delete this item?`}
        confirmLabel={t`Delete 1 item`}
        losses={[{ count: 1, label: t`item without work or labels` }]}
        isBusy={remove.isPending}
        error={remove.error}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => remove.mutate(item.id, { onSuccess: () => onOpen(null) })}
      >
        <Trans>It can only come back by importing it again.</Trans>
      </ConfirmDialog>
    </div>
  );
}
