import { useLingui } from '@lingui/react/macro';

/** What a format is called. */
export function useFormatTitle(): (key: string) => string {
  const { t } = useLingui();
  const titles: Record<string, string> = {
    auto: t`Recognised by itself`,
    images: t`Images`,
    text: t`Plain text`,
    csv: t`Table (CSV)`,
    jsonl: t`JSON lines`,
    voc: 'Pascal VOC',
    conll: 'CoNLL',
    coco: 'COCO',
  };
  return (key) => titles[key] ?? key;
}
