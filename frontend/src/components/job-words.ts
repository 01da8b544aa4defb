import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Tone } from '@/lib/toasts';

const KINDS: Record<string, MessageDescriptor> = {
  'exports.import': msg`Import`,
  'exports.write': msg`Export`,
  'datasets.publish': msg`Publish a dataset version`,
  'datasets.lens': msg`Read a dataset version under another schema`,
  'datasets.verify': msg`Verify a dataset version`,
  'annotation.fill_batch': msg`Fill a batch`,
  'annotation.fill_recheck': msg`Fill a batch of labels to look at again`,
  'annotation.rehearse_schema': msg`Rehearse a schema change`,
  'annotation.migrate_schema': msg`Carry labels to a schema version`,
  'annotation.migrate_gold': msg`Carry gold answers to a schema version`,
};

/** What a job does, in words; its kind where nobody found words yet. */
export function jobKind(kind: string): MessageDescriptor | string {
  return KINDS[kind] ?? kind;
}

const STATES: Record<string, { tone: Tone; words: MessageDescriptor }> = {
  queued: { tone: 'idle', words: msg`Waiting` },
  running: { tone: 'info', words: msg`Running` },
  succeeded: { tone: 'good', words: msg`Done` },
  failed: { tone: 'bad', words: msg`Failed` },
  cancelled: { tone: 'warn', words: msg`Cancelled` },
};

export function jobState(state: string): { tone: Tone; words: MessageDescriptor } {
  return STATES[state] ?? { tone: 'idle', words: msg`Waiting` };
}
