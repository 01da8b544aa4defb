import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ProblemAlert } from '@/components/problem-alert';
import { asText } from '@/lib/schema-document';
import { useDelayed } from '@/lib/use-delayed';
import type { ImportPreview } from '../api/imports';
import classes from './preview-samples.module.css';

interface PreviewSamplesProps {
  preview: ImportPreview | null;
  error: unknown;
  isWaiting: boolean;
  isStale: boolean;
}

/** The first items as they would be read. */
export function PreviewSamples({ preview, error, isWaiting, isStale }: PreviewSamplesProps) {
  const { t } = useLingui();
  const isShown = useDelayed(isWaiting && !error);
  if (error) return <ProblemAlert error={error} />;
  if (!preview) return isShown ? <Skeleton height={120} /> : null;
  if (!preview.format) {
    return (
      <p className={classes.fault}>
        <IconAlertTriangle size={15} aria-hidden="true" />
        <Trans>None of the known formats was recognised. Choose one, or look into the files.</Trans>
      </p>
    );
  }
  return (
    <div className={classes.preview} data-stale={isStale || undefined}>
      <h3 className={classes.title}>
        <Trans>The first items</Trans>
      </h3>
      {preview.items.length === 0 && (
        <p className={classes.quiet}>
          <Trans>Nothing was found with these options.</Trans>
        </p>
      )}
      <ul className={classes.items} aria-label={t`The first items`}>
        {preview.items.map((item, index) => (
          <li key={`${index} ${item.file}`} className={classes.item}>
            <span className={classes.words}>{item.text ?? item.media ?? item.external_id}</span>
            <span className={classes.facts}>
              {Object.entries(item.labels ?? {}).map(([name, count]) => (
                <span key={name} className={classes.label}>
                  {name}
                  {count > 1 && <span className={classes.times}>×{count}</span>}
                </span>
              ))}
              {Object.entries(item.metadata)
                .slice(0, 4)
                .map(([key, value]) => (
                  <span key={key} className={classes.fact}>
                    {key}: {asText(value)}
                  </span>
                ))}
              {item.labels === null && Object.keys(item.metadata).length === 0 && (
                <span className={classes.fact}>
                  <Trans>no labels</Trans>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {preview.faults.map((fault, index) => (
        <p key={index} className={classes.fault} data-severity={fault.severity}>
          <IconAlertTriangle size={15} aria-hidden="true" />
          <span>
            <b>
              {fault.file}
              {fault.line !== null && `:${fault.line}`}
            </b>{' '}
            {fault.detail}
          </span>
        </p>
      ))}
    </div>
  );
}
