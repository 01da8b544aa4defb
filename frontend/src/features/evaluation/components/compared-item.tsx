import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from '@/components/error-state';
import type { AnnotationValue } from '@/editor/core/value';
import { leaveWheelToPage, StillAnswers, StillItem } from '@/editor/screen/still-item';
import { useReadyItem } from '@/editor/screen/use-ready-item';
import type { SchemaDocument } from '@/lib/schema-document';
import { comparedItemQuery } from '../api/scores';
import classes from './compared-item.module.css';

interface ComparedItemViewProps {
  score: string;
  item: string;
  schema: SchemaDocument;
}

/** One item twice: what people said, and what the model says. */
export function ComparedItemView({ score, item, schema }: ComparedItemViewProps) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(comparedItemQuery(score, item));
  const ready = useReadyItem(data);
  if (error) return <ErrorState level="h2" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={280} />;
  const side = (which: 'labels' | 'prediction', caption: ReactNode, label: string) => {
    const value = data[which] as AnnotationValue | null; // what the API gives is as its schema says
    return (
      <figure className={classes.side} data-side={which}>
        <figcaption className={classes.caption}>{caption}</figcaption>
        <StillItem item={ready} schema={schema} value={value} label={label} />
        <StillAnswers schema={schema} value={value} />
        {value === null && (
          <p className={classes.none}>
            <Trans>There is nothing here.</Trans>
          </p>
        )}
      </figure>
    );
  };
  return (
    <div className={classes.sides} onWheelCapture={leaveWheelToPage}>
      {side('labels', <Trans>What people said</Trans>, t`The item with its labels`)}
      {side('prediction', <Trans>What the model says</Trans>, t`The item with its predictions`)}
    </div>
  );
}
