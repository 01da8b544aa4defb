import { useGoOnFrom, useRevisionHistory } from '@/api/revisions';
import type { AnnotationValue } from '@/editor/core/value';
import RevisionHistory from '@/editor/screen/history/revision-history';
import type { OpenWork } from '../model/labelling-session';

interface WorkHistoryProps {
  project: string;
  annotation: string;
  work: OpenWork;
  onClose: () => void;
}

/** What was handed in of this item before, state by state; one can go on from any of them. */
export default function WorkHistory({ project, annotation, work, onClose }: WorkHistoryProps) {
  const { subject, screen } = work;
  const history = useRevisionHistory(annotation);
  const restore = useGoOnFrom(
    { project, item: subject.item.id, schemaVersion: subject.schemaVersion },
    (value) => {
      screen.editor.setValue(value as AnnotationValue); // what the API gives is as its schema says
      onClose();
    },
  );
  return <RevisionHistory {...history} item={subject.item} restore={restore} onClose={onClose} />;
}
