import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { OutboxEntry } from '@/api/kept/kept-database';
import type { Outbox } from '@/api/kept/outbox';
import { fetchSchema } from '@/api/versions';
import type { AnnotationValue } from '@/editor/core/value';
import { readyItem } from '@/editor/screen/screen-item';
import { newId } from '@/lib/ids';
import { fetchAnnotation } from '../api/annotations';
import type { AboutEntry } from '../model/labelling-session';
import CompareDialog from './compare-dialog';

interface RefusedConflictProps {
  entry: OutboxEntry;
  outbox: Outbox;
  onClose: () => void;
}

/** Work handed in that somebody else's save came before: both values, and neither lost. */
export default function RefusedConflict({ entry, outbox, onClose }: RefusedConflictProps) {
  const queryClient = useQueryClient();
  const { subject } = entry.about as AboutEntry; // the session wrote it
  const annotation = String(entry.problem?.annotation ?? subject.reopened?.annotation ?? '');
  const { data } = useQuery({
    queryKey: ['refused', entry.id],
    queryFn: async ({ signal }) => {
      const [newest, schema, { item }] = await Promise.all([
        fetchAnnotation(annotation, signal),
        fetchSchema(queryClient, subject.schemaVersion),
        readyItem(subject.item),
      ]);
      return { newest, schema, item };
    },
    gcTime: 0,
  });
  if (!data) return null;
  const { newest, schema, item } = data;
  const end = async (value: AnnotationValue | null) => {
    onClose();
    const withdrawn = await outbox.withdraw(entry.id);
    if (!withdrawn || !value) return;
    const body = { ...(withdrawn.body as Record<string, unknown>), value }; // the session wrote it
    // A revision names the one it follows in its header.
    delete (body as { base_revision?: unknown }).base_revision;
    void outbox.add({
      ...withdrawn,
      id: newId(),
      kind: 'revise',
      path: `/api/v1/annotations/${newest.id}/revisions`,
      headers: { 'If-Match': `"${newest.revision}"` },
      body,
    });
  };
  const theirs = newest.value as AnnotationValue; // the server checked its shape
  return (
    <CompareDialog
      schema={schema}
      item={item}
      mine={subject.value ?? {}}
      theirs={theirs}
      explanation={<Trans>Somebody saved this work before you did. Both versions are kept.</Trans>}
      onMine={(value) => void end(value)}
      // What was decided already needs no hand that agrees with it; returned work waits for its annotator to hand it in.
      onTheirs={(value) => void end(value === theirs && newest.state !== 'returned' ? null : value)}
      onClose={onClose}
    />
  );
}
