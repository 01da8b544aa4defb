import { textParams } from '@/lib/search-params';

/** What the address of the page of questions carries: filters, and the question that is open. */
export const readThreadsSearch = textParams('state', 'label', 'batch', 'vendor', 'only', 'thread');

export type ThreadsSearch = ReturnType<typeof readThreadsSearch>;
