import { useLingui } from '@lingui/react/macro';
import { Dialog } from '@/components/dialog';
import { MiniView } from '@/editor/screen/mini-view';
import type { ScreenItem } from '@/editor/screen/screen-item';
import type { Before } from '../model/carried-work';

interface BeforeDialogProps {
  before: Before;
  item: ScreenItem;
  onClose: () => void;
}

const NOTHING_MARKED: ReadonlySet<string> = new Set();

/** The work as it was before the schema changed. */
export default function BeforeDialog({ before, item, onClose }: BeforeDialogProps) {
  const { t } = useLingui();
  const title = t`Until you submit: what it was before`;
  return (
    <Dialog isOpen title={title} size="lg" onClose={onClose}>
      <MiniView
        schema={before.schema}
        item={item}
        value={before.value}
        marked={NOTHING_MARKED}
        label={title}
      />
    </Dialog>
  );
}
