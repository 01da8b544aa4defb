import { useGoOnFrom, useRevisionHistory } from '@/api/revisions';
import type { ToReview } from '@/api/types';
import type { AnnotationValue } from '@/editor/core/value';
import RevisionHistory from '@/editor/screen/history/revision-history';
import type { ScreenModel } from '@/editor/screen/screen-model';

interface ReviewHistoryProps {
  project: string;
  review: ToReview;
  start: number;
  fixing: ScreenModel | null;
  onClose: () => void;
}

/** The work under review, state by state; while it is mended, an earlier one can be gone on from. */
export default function ReviewHistory(props: ReviewHistoryProps) {
  const { project, review, start, fixing, onClose } = props;
  const history = useRevisionHistory(review.annotation);
  const restore = useGoOnFrom(
    { project, item: review.item.id, schemaVersion: review.schema_version },
    (value) => {
      fixing?.editor.setValue(value as AnnotationValue); // what the API gives is as its schema says
      onClose();
    },
  );
  return (
    <RevisionHistory
      {...history}
      item={review.item}
      start={start}
      onClose={onClose}
      {...(fixing && { restore })}
    />
  );
}
