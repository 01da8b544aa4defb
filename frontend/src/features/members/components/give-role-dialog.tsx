import { Select } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { calledIn, candidatesQuery } from '@/api/project-members';
import { ChoiceCards } from '@/components/choice-cards';
import { Dialog } from '@/components/dialog';
import { Form } from '@/components/form';
import { ProblemAlert } from '@/components/problem-alert';
import { useRoleWords } from '@/components/role-words';
import { groupBy } from '@/lib/group-by';
import type { GivenRole } from '@/lib/roles';
import { showToast } from '@/lib/toasts';
import { useGiveRole } from '../api/roles';
import { rolesToGive, type PersonInProject } from '../model/people';

interface GiveRoleDialogProps {
  project: Project;
  /** Those who have a role already. */
  people: readonly PersonInProject[];
  onClose: () => void;
}

/** Chosen from the whole organisation; a curator sees a vendor's people by pseudonym. */
export function GiveRoleDialog({ project, people, onClose }: GiveRoleDialogProps) {
  const { t } = useLingui();
  const words = useRoleWords();
  const give = useGiveRole(project.id);
  const { data } = useQuery(candidatesQuery(project.id));
  const candidates = (data ?? []).toSorted((a, b) => calledIn(a).localeCompare(calledIn(b)));
  const [membership, setMembership] = useState<string | null>(null);
  const [role, setRole] = useState<GivenRole | null>(null);
  const chosen = candidates.find((person) => person.membership === membership);
  const held = people.find((person) => person.membership === membership)?.roles ?? [];
  const roles = rolesToGive(project.may, {
    vendor: chosen?.vendor ?? null,
    held: held.map((each) => each.role),
  });
  const groups = groupBy(candidates, ({ vendor }) => vendor ?? t`In house`);

  const handleSubmit = () => {
    if (!chosen || !role) return;
    const name = calledIn(chosen);
    const title = words[role].title;
    give.mutate(
      { membership: chosen.membership, role },
      {
        onSuccess: () => {
          showToast({ message: t`${name} now has the role ${title}.`, tone: 'good' });
          onClose();
        },
      },
    );
  };

  return (
    <Dialog isOpen title={t`Give a role`} onClose={onClose}>
      <Form
        submitLabel={t`Give the role`}
        isDisabled={!chosen || !role || !roles.includes(role)}
        isBusy={give.isPending}
        onCancel={onClose}
        onSubmit={handleSubmit}
      >
        <Select
          label={t`Person`}
          description={
            project.may.includes('manage_members')
              ? undefined
              : t`People of the organisation. Whoever is new to it is invited by an administrator.`
          }
          data-autofocus
          searchable
          nothingFoundMessage={<Trans>Nobody by that name</Trans>}
          data={[...groups].map(([group, members]) => ({
            group,
            items: members.map((person) => ({
              value: person.membership,
              label: person.email ? `${calledIn(person)} · ${person.email}` : calledIn(person),
            })),
          }))}
          value={membership}
          onChange={setMembership}
        />
        {chosen && roles.length === 0 && <Trans>This person has every role you can give.</Trans>}
        {chosen && roles.length > 0 && (
          <ChoiceCards
            label={t`Role`}
            value={role}
            onChange={setRole}
            cards={roles.map((each) => ({
              value: each,
              title: words[each].title,
              note: words[each].does,
            }))}
          />
        )}
        <ProblemAlert error={give.error} />
      </Form>
    </Dialog>
  );
}
