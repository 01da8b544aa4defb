import { useLingui as useRuntime } from '@lingui/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Thread } from '@/api/threads';
import { schemaVersionQuery } from '@/api/versions';
import type { AnnotationValue } from '@/editor/core/value';
import { StillItem } from '@/editor/screen/still-item';
import { useReadyItem } from '@/editor/screen/use-ready-item';
import { readDocument } from '@/lib/schema-document';
import { withMarks, withMarksField, type Mark } from '../model/marks';
import { MarkingCanvas } from './marking-canvas';
import classes from './thread-stage.module.css';

interface ThreadStageProps {
  thread: Thread;
  schemaVersion: string | null;
  /** Drawn beside the region. */
  marks: readonly Mark[];
  /** Where one draws marks oneself: called with all of them after each change. */
  onMarks?: ((marks: readonly Mark[]) => void) | undefined;
}

/** The item with the region as it was when the question was asked. To be looked at, or to be marked. */
export function ThreadStage({ thread, schemaVersion, marks, onMarks }: ThreadStageProps) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const { locale } = i18n;
  const version = thread.schema_version ?? schemaVersion;
  const schema = useQuery({ ...schemaVersionQuery(version ?? ''), enabled: version !== null });
  const box = t({ message: 'Box', context: 'a mark on the image of a question' });
  const point = t({ message: 'Point', context: 'a mark on the image of a question' });
  const document = useMemo(() => {
    const found = schema.data ? readDocument(schema.data.document) : null;
    return found && withMarksField(found, { box, point }, locale);
  }, [schema.data, box, point, locale]);
  const item = useReadyItem(thread.item);
  const asked = useMemo(() => valueOf(thread), [thread]);
  const value = useMemo(() => withMarks(asked, marks), [asked, marks]);
  if (!thread.item && !thread.item_gone) return null;
  if (!thread.item || item?.kind === 'broken')
    return (
      <p className={classes.gone}>
        <Trans>The item is no longer there.</Trans>
      </p>
    );
  if (!document) return <div className={classes.waiting} />;
  if (onMarks && item?.kind === 'image')
    return (
      <MarkingCanvas image={item} schema={document} asked={asked} marks={marks} onMarks={onMarks} />
    );
  return (
    <StillItem
      item={item}
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
  const parts = { text: 'spans', audio: 'segments', image: 'regions' }[item?.kind ?? 'image'];
  return { [field]: { [parts]: [region] } } as unknown as AnnotationValue; // the server checked its shape
}
