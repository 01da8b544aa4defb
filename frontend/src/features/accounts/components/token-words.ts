import { useLingui } from '@lingui/react/macro';
import type { Power } from '../model/token-plan';

/** What a token may, in plain words. */
export function usePowerWords() {
  const { t } = useLingui();
  const powers: Record<Power, { title: string; note: string }> = {
    'dataset:read': {
      title: t`Pull dataset versions`,
      note: t`For training: lists and downloads what is published. Nothing else.`,
    },
    'predictions:write': {
      title: t`Send predictions`,
      note: t`For evaluation: pulls versions, sends what models say about them, and scores it.`,
    },
    read: {
      title: t`Read all that I may read`,
      note: t`For reports: items, annotations, progress. It changes nothing.`,
    },
    write: {
      title: t`Do all that I may do`,
      note: t`For automation: imports, batches, publishing. Give it only to machines you trust.`,
    },
  };
  const short: Record<string, string> = {
    'dataset:read': t`pull`,
    'predictions:write': t`predictions`,
    read: t`read`,
    write: t`write`,
  };
  return { powers, short };
}
