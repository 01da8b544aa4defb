import { expect, it } from 'vitest';
import { detailOf } from './audit-detail';

it('tells what was written down in one line', () => {
  expect(detailOf({ role: 'annotator', person: 'ann-7f3c', vendor: null })).toBe(
    'role annotator · person ann-7f3c',
  );
});

it('tells what is inside, too', () => {
  expect(detailOf({ before: { role: 'member' }, fields: ['name', 'due_at'] })).toBe(
    'before (role member) · fields name, due_at',
  );
});
