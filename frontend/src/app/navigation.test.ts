import { expect, it } from 'vitest';
import { mayOpen, projectHome } from './navigation';

it.each([
  [['administrator'], 'overview'],
  [['curator', 'annotator'], 'overview'],
  [['vendor_lead'], 'overview'],
  [['annotator'], 'work'],
  [['reviewer'], 'review'],
  [['modeler'], 'datasets'],
  [[], 'guideline'],
])('opens a project for %s at %s', (roles, home) => {
  expect(projectHome(roles)).toBe(home);
});

it('hides from who labels what they may not see', () => {
  expect(mayOpen(['annotator'], 'batches')).toBe(false);
  expect(mayOpen(['vendor_lead'], 'batches')).toBe(false);
});
