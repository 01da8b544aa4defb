import { expect, it } from 'vitest';
import { CELLS } from '../testing/documents';
import { addLabel } from './operations';
import { moveInList } from './pointer';
import { isPublishedAt } from './published';

it('knows by its keys what was published, wherever it stands now', () => {
  const draft = moveInList(addLabel(CELLS, '/fields/0').document, '/fields/0/labels/2', 0);

  expect(isPublishedAt(draft, CELLS, '/fields/0/labels/0')).toBe(false);
  expect(isPublishedAt(draft, CELLS, '/fields/0/labels/2')).toBe(true);
  expect(isPublishedAt(draft, CELLS, '/fields/0/labels/2/attributes/0/options/1')).toBe(true);
  expect(isPublishedAt(draft, null, '/fields/0')).toBe(false);
});
