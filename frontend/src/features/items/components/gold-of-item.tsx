import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMedal } from '@tabler/icons-react';
import { useMakeGold, type GoldAnswer } from '@/api/gold';
import type { Project } from '@/api/project';
import { GoldBadge } from '@/components/gold-badge';
import { ProblemAlert } from '@/components/problem-alert';
import { showToast } from '@/lib/toasts';
import type { Annotation } from '@/api/items';
import classes from './item-view.module.css';

interface GoldOfItemProps {
  project: Project;
  /** The gold answer that the item has. */
  gold: GoldAnswer | null;
  annotation: Annotation;
}

/** Whether this annotation is what people are measured by on the item, and how it becomes that. */
export function GoldOfItem({ project, gold, annotation }: GoldOfItemProps) {
  const { t } = useLingui();
  const make = useMakeGold(project.id, () =>
    showToast({ message: t`It is the gold answer of this item now.`, tone: 'good' }),
  );
  const isIt = gold?.annotation === annotation.id;
  const isNewest = isIt && gold?.state === 'current';
  const isTrusted = annotation.state === 'submitted' || annotation.state === 'accepted';
  const mayMake = project.may.includes('set_gold') && isTrusted && !annotation.waits_for_person;
  return (
    <>
      {gold && isIt && <GoldBadge state={gold.state} />}
      {mayMake && !isNewest && (
        <Button
          className={classes.gold}
          size="compact-sm"
          variant="default"
          loading={make.isPending}
          leftSection={<IconMedal size={14} aria-hidden="true" />}
          onClick={() => make.mutate(annotation.id)}
        >
          {gold ? <Trans>Use as gold instead</Trans> : <Trans>Use as gold</Trans>}
        </Button>
      )}
      {make.isError && <ProblemAlert error={make.error} />}
    </>
  );
}
