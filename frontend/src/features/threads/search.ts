import { textParams } from '@/lib/search-params';

/** What the address of the page of questions carries: filters, and the question that is open. */
export const readThreadsSearch = textParams(
  'text',
  'state',
  'field',
  'label',
  'section',
  'batch',
  'vendor',
  'only',
  'thread',
);

export type ThreadsSearch = ReturnType<typeof readThreadsSearch>;

/** What the address of the page of weak spots carries: the order of its tables. */
export const readWeakSpotsSearch = textParams('labels', 'sections');
