import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { allPages } from '@/api/all-pages';
import { vendorsQuery } from '@/api/organisation';
import { fetchProjects, type Project } from '@/api/project';
import type { Belonging } from '@/api/session';
import { Dialog } from '@/components/dialog';
import { Form } from '@/components/form';
import { ProblemAlert } from '@/components/problem-alert';
import { useOrganisationRoleWords, useRoleWords } from '@/components/role-words';
import { SecretOnce } from '@/components/secret-once';
import { isProblem } from '@/lib/problem';
import { GIVEN_ROLES, ORGANISATION_ROLES, VENDOR_ROLES, type GivenRole } from '@/lib/roles';
import { useInvite } from '../api/invitations';
import styles from './invite-dialog.module.css';
import classes from './organisation.module.css';

interface InviteDialogProps {
  own: Belonging;
  /** A project that the person is invited for. */
  project: string | null;
  onClose: () => void;
}

interface Line {
  project: string;
  role: GivenRole;
}

export function InviteDialog({ own, project, onClose }: InviteDialogProps) {
  const { t } = useLingui();
  const invite = useInvite(own.id);
  const link = invite.data && `${location.origin}${invite.data.link}`;
  if (link) {
    return (
      <Dialog isOpen title={t`Pass this link on`} isDismissable={false} onClose={onClose}>
        <div className={classes.fields}>
          <p className={classes.words}>
            <Trans>
              It is shown only now. Whoever opens it sets their own name and password; it is good
              for seven days and for one person.
            </Trans>
          </p>
          <SecretOnce label={t`Invitation link`} value={link} />
          <div className={classes.end}>
            <Button onClick={onClose} data-autofocus>
              <Trans>Done</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog isOpen title={t`Invite somebody`} size="lg" onClose={onClose}>
      <InviteForm own={own} project={project} invite={invite} onClose={onClose} />
    </Dialog>
  );
}

function InviteForm({
  own,
  project,
  invite,
  onClose,
}: InviteDialogProps & { invite: ReturnType<typeof useInvite> }) {
  const { t } = useLingui();
  const words = useOrganisationRoleWords();
  const vendors = useQuery(vendorsQuery(own.id));
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<(typeof ORGANISATION_ROLES)[number]>('member');
  const [vendor, setVendor] = useState('');
  const [lines, setLines] = useState<Line[]>(project ? [{ project, role: 'annotator' }] : []);
  const problem = isProblem(invite.error) ? invite.error : null;
  const isVendors = vendor !== '';
  const given = isVendors ? VENDOR_ROLES : GIVEN_ROLES;
  const handleVendor = (value: string) => {
    setVendor(value);
    if (!value) return;
    setLines((now) =>
      now.map((line) => (VENDOR_ROLES.includes(line.role) ? line : { ...line, role: 'annotator' })),
    );
  };
  return (
    <Form
      submitLabel={t`Make the link`}
      isBusy={invite.isPending}
      isDisabled={!email.includes('@')}
      onCancel={onClose}
      onSubmit={() =>
        invite.mutate({
          email: email.trim(),
          role: isVendors ? 'member' : role,
          vendor: vendor || null,
          roles: lines.filter((line) => line.project !== ''),
        })
      }
    >
      <TextInput
        type="email"
        label={t`E-mail`}
        description={t`They log in with it. No mail is sent: you pass the link on yourself.`}
        data-autofocus
        value={email}
        error={problem?.at('/email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <Select
          label={t`Works for`}
          allowDeselect={false}
          data={[
            { value: '', label: t`In house` },
            ...(vendors.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={vendor}
          onChange={(value) => handleVendor(value ?? '')}
        />
        <Select
          label={t`Role in the organisation`}
          allowDeselect={false}
          disabled={isVendors}
          data={ORGANISATION_ROLES.map((each) => ({ value: each, label: words[each].title }))}
          value={isVendors ? 'member' : role}
          onChange={(value) =>
            setRole(ORGANISATION_ROLES.find((each) => each === value) ?? 'member')
          }
        />
      </div>
      <ProjectRoles lines={lines} roles={given} onChange={setLines} />
      <ProblemAlert error={invite.error} shownPointers={['/email']} />
    </Form>
  );
}

interface ProjectRolesProps {
  lines: readonly Line[];
  roles: readonly GivenRole[];
  onChange: (lines: Line[]) => void;
}

/** What the person will be in which project, once they accept. */
function ProjectRoles({ lines, roles, onChange }: ProjectRolesProps) {
  const { t } = useLingui();
  const words = useRoleWords();
  const projects = useQuery({
    queryKey: ['projects', 'all'],
    queryFn: ({ signal }) => allPages<Project>((after) => fetchProjects(after, signal)),
  });
  const data = (projects.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const change = (index: number, patch: Partial<Line>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...patch } : line)));
  return (
    <fieldset className={styles.roles}>
      <legend className={styles.legend}>
        <Trans>Roles in projects</Trans>
      </legend>
      {lines.map((line, index) => (
        <div key={index} className={styles.line}>
          <Select
            aria-label={t`Project`}
            placeholder={t`Project`}
            searchable
            data={data}
            value={line.project || null}
            onChange={(value) => change(index, { project: value ?? '' })}
          />
          <Select
            aria-label={t`Role`}
            allowDeselect={false}
            data={roles.map((each) => ({ value: each, label: words[each].title }))}
            value={line.role}
            onChange={(value) =>
              change(index, { role: roles.find((each) => each === value) ?? 'annotator' })
            }
          />
          <ActionIcon
            aria-label={t`Remove this line`}
            onClick={() => onChange(lines.filter((_line, at) => at !== index))}
          >
            <IconX size={15} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => onChange([...lines, { project: '', role: 'annotator' }])}
        >
          <Trans>Add a project</Trans>
        </Button>
      </div>
    </fieldset>
  );
}
