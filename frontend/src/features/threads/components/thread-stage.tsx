import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Thread } from '@/api/threads';
import { schemaVersionQuery } from '@/api/versions';
import type { AnnotationValue } from '@/editor/core/value';
import { StillItem } from '@/editor/screen/still-item';
import { readDocument } from '@/lib/schema-document';
import { useDecodedImage } from '@/lib/use-decoded-image';
import classes from './thread-stage.module.css';

interface ThreadStageProps {
  thread: Thread;
  schemaVersion: string | null;
}

/** The item with the region as it was when the question was asked. To be looked at only. */
export function ThreadStage({ thread, schemaVersion }: ThreadStageProps) {
  const { t } = useLingui();
  const version = thread.schema_version ?? schemaVersion;
  const schema = useQuery({ ...schemaVersionQuery(version ?? ''), enabled: version !== null });
  const document = useMemo(
    () => (schema.data ? readDocument(schema.data.document) : null),
    [schema.data],
  );
  const image = useDecodedImage(thread.item);
  const value = useMemo(() => valueOf(thread), [thread]);
  if (!thread.item) return null;
  if (image === 'broken')
    return (
      <p className={classes.gone}>
        <Trans>The item is no longer there.</Trans>
      </p>
    );
  if (!document) return <div className={classes.waiting} />;
  return (
    <StillItem
      item={thread.item}
      image={image}
      schema={document}
      value={value}
      label={t`The item of this question`}
      isSmall
    />
  );
}

/** Only what is asked about: the rest of the draft would hide it. */
function valueOf({ field, region, item }: Thread): AnnotationValue | null {
  if (!region) return null;
  const parts = item?.kind === 'text' ? { spans: [region] } : { regions: [region] };
  return { [field]: parts } as unknown as AnnotationValue; // the server checked its shape
}
