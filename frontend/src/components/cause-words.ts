import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** How revisions came about, by the API's word for it. */
export const CAUSE_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  human: msg`by an annotator`,
  import: msg`imported`,
  prediction: msg`taken over from a prediction`,
  review: msg`fixed in review`,
  migration: msg`carried over by a schema migration`,
  consensus: msg`derived from several annotators`,
  revert: msg`taken back to an earlier revision`,
  recheck: msg`looked at again after a rule changed`,
};
