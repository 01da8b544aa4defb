import { expect, it } from 'vitest';
import type { ProjectMember } from '@/api/project-members';
import { byPerson, mayTake, rolesToGive } from './people';

function member(part: Partial<ProjectMember>): ProjectMember {
  return {
    id: 'r1',
    membership: 'm1',
    user: 'u1',
    name: 'Mina',
    email: 'mina@example.test',
    pseudonym: 'ann-1',
    vendor: null,
    vendor_id: null,
    is_active: true,
    role: 'annotator',
    created_at: '2026-01-01T00:00:00Z',
    ...part,
  };
}

it('makes one entry of a person with several roles, those of in-house people first', () => {
  const people = byPerson([
    member({ id: 'r1', membership: 'm2', name: 'Jun', vendor: 'Hanbit' }),
    member({ id: 'r2', membership: 'm1', role: 'reviewer' }),
    member({ id: 'r3', membership: 'm1', role: 'curator' }),
  ]);

  expect(people.map((person) => [person.name, person.roles.map(({ role }) => role)])).toEqual([
    ['Mina', ['curator', 'reviewer']],
    ['Jun', ['annotator']],
  ]);
});

it('calls somebody whose name may not be seen by pseudonym', () => {
  const [person] = byPerson([member({ name: null, email: null, vendor: 'Hanbit' })]);

  expect(person).toMatchObject({ name: 'ann-1', email: null, vendor: 'Hanbit' });
});

it('offers no role twice, and to a vendor only those of people who label', () => {
  expect(rolesToGive(['manage_members'], { vendor: 'Hanbit', held: ['annotator'] })).toEqual([
    'reviewer',
    'vendor_lead',
  ]);
});

it('keeps curators from handing out what only administrators may', () => {
  expect(rolesToGive(['edit_project'], { vendor: null, held: [] })).not.toContain('curator');
  expect(mayTake(['edit_project'], 'curator')).toBe(false);
  expect(mayTake(['manage_members'], 'curator')).toBe(true);
});

it('offers nothing to who only reads', () => {
  expect(rolesToGive(['see_members'], { vendor: null, held: [] })).toEqual([]);
});
