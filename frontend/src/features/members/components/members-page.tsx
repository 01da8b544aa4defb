import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { progressQuery } from '@/api/progress';
import { useProject, type Project } from '@/api/project';
import { projectMembersQuery } from '@/api/project-members';
import { useSession } from '@/api/session';
import { Chip, Chips } from '@/components/chip';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Count } from '@/components/count';
import { DataTable } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { FilterBar } from '@/components/filter-bar';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { Person } from '@/components/person';
import { useRoleWords } from '@/components/role-words';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { GIVEN_ROLES, runsOrganisation, type GivenRole } from '@/lib/roles';
import { showToast } from '@/lib/toasts';
import { useTakeRole } from '../api/roles';
import { byPerson, mayTake, type PersonInProject } from '../model/people';
import { GiveRoleDialog } from './give-role-dialog';
import classes from './members-page.module.css';

export function MembersPage() {
  const { slug } = useParams({ from: '/in/projects/$slug/members' });
  const project = useProject(slug);
  return project ? <Members project={project} /> : null;
}

interface Taking {
  person: PersonInProject;
  id: string;
  role: GivenRole;
}

function Members({ project }: { project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const words = useRoleWords();
  const { q = '', role } = useSearch({ from: '/in/projects/$slug/members' });
  const members = useQuery(projectMembersQuery(project.id));
  const [isGiving, setIsGiving] = useState(false);
  const [taking, setTaking] = useState<Taking | null>(null);
  const canGive = project.may.includes('edit_project');
  const all = byPerson(members.data ?? []);
  const rows = all.filter(
    (person) =>
      (!role || person.roles.some((held) => held.role === role)) &&
      `${person.name} ${person.email ?? ''} ${person.vendor ?? ''} ${person.pseudonym}`
        .toLocaleLowerCase()
        .includes(q.toLocaleLowerCase()),
  );
  const setSearch = (patch: { q?: string; role?: string }) =>
    void navigate({
      to: '/projects/$slug/members',
      params: { slug: project.slug },
      search: (now) => ({ ...now, ...patch }),
      replace: true,
    });
  useCommands([
    {
      name: 'members.add',
      title: t`Give a role`,
      shortcut: 'n',
      when: () => canGive,
      run: () => setIsGiving(true),
    },
  ]);

  return (
    <Page>
      <PageHeader
        title={<Trans>Members</Trans>}
        context={<Trans>Who works in this project, and as what.</Trans>}
        secondary={<InviteLink project={project} />}
        primary={
          canGive
            ? {
                label: t`Give a role`,
                icon: <IconUserPlus size={15} aria-hidden="true" />,
                shortcut: 'n',
                onClick: () => setIsGiving(true),
              }
            : undefined
        }
      >
        <FilterBar
          search={q}
          onSearch={(text) => setSearch({ q: text || undefined })}
          searchLabel={t`Search people`}
          values={{ role }}
          filters={[
            {
              key: 'role',
              label: t`Role`,
              options: GIVEN_ROLES.map((each) => ({ value: each, label: words[each].title })),
            },
          ]}
          onChange={(_key, value) => setSearch({ role: value })}
        >
          {members.data && <Count value={rows.length} />}
        </FilterBar>
      </PageHeader>
      <DataTable
        label={t`Members`}
        rows={rows}
        rowKey={(person) => person.membership}
        status={members.isError ? 'error' : members.data ? 'ready' : 'loading'}
        error={members.error}
        onRetry={() => void members.refetch()}
        columns={[
          {
            key: 'person',
            header: t`Person`,
            width: 'minmax(14rem, 2fr)',
            cell: (person) => (
              <Person name={person.name} note={person.email} isGone={!person.isActive} />
            ),
          },
          {
            key: 'vendor',
            header: t`Vendor`,
            width: 'minmax(8rem, 1fr)',
            cell: (person) =>
              person.vendor ?? (
                <span className={classes.quiet}>
                  <Trans>In house</Trans>
                </span>
              ),
          },
          {
            key: 'roles',
            header: t`Roles`,
            width: 'minmax(14rem, 2fr)',
            cell: (person) => (
              <Chips>
                {person.roles.map(({ id, role: held }) => {
                  const title = words[held].title;
                  const name = person.name;
                  return (
                    <Chip
                      key={id}
                      hint={words[held].does}
                      removeLabel={t`Take the role ${title} from ${name}`}
                      onRemove={
                        mayTake(project.may, held)
                          ? () => setTaking({ person, id, role: held })
                          : undefined
                      }
                    >
                      {title}
                    </Chip>
                  );
                })}
              </Chips>
            ),
          },
          {
            key: 'pseudonym',
            header: t`Pseudonym`,
            width: '8rem',
            cell: (person) => <code className={classes.quiet}>{person.pseudonym}</code>,
          },
          {
            key: 'state',
            header: t`State`,
            isHeaderHidden: true,
            width: '7rem',
            cell: (person) =>
              person.isActive ? null : (
                <StatusBadge tone="idle" isPlain>
                  <Trans>Has left</Trans>
                </StatusBadge>
              ),
          },
        ]}
        empty={
          q || role ? (
            <EmptyState
              kind="search"
              title={<Trans>Nobody fits</Trans>}
              action={{
                label: t`Show everybody`,
                onClick: () => setSearch({ q: undefined, role: undefined }),
              }}
            />
          ) : (
            <EmptyState title={<Trans>Nobody has a role here yet</Trans>} />
          )
        }
      />
      {isGiving && (
        <GiveRoleDialog project={project} people={all} onClose={() => setIsGiving(false)} />
      )}
      {taking && <TakeRole project={project} taking={taking} onDone={() => setTaking(null)} />}
    </Page>
  );
}

/** New people come in by an invitation of the organisation. */
function InviteLink({ project }: { project: Project }) {
  const session = useSession();
  const runs = session?.organisations.some(
    ({ id, role }) => id === project.organisation && runsOrganisation(role),
  );
  if (!runs) return null;
  return (
    <Link to="/organisation/invitations" search={{ invite: project.id }} className={classes.invite}>
      <Trans>Invite somebody new</Trans>
    </Link>
  );
}

interface TakeRoleProps {
  project: Project;
  taking: Taking;
  onDone: () => void;
}

/** Says what the person loses: with an annotator's role, their tasks; their work stays in any case. */
function TakeRole({ project, taking, onDone }: TakeRoleProps) {
  const { t } = useLingui();
  const words = useRoleWords();
  const take = useTakeRole(project.id);
  const { data: progress } = useQuery(progressQuery(project.id));
  const { person, role } = taking;
  const name = person.name;
  const title = words[role].title;
  const isLast = person.roles.length === 1;
  const work = progress?.annotators.find((each) => each.person.id === person.user);
  const returned = role === 'annotator' ? (work?.returned ?? 0) : 0;
  const submitted = role === 'annotator' ? (work?.submitted ?? 0) : 0;
  return (
    <ConfirmDialog
      isOpen
      title={t`Take the role ${title} from ${name}?`}
      confirmLabel={t`Take the role`}
      isBusy={take.isPending}
      error={take.error}
      losses={returned > 0 ? [{ count: returned, label: t`returned tasks they can't finish` }] : []}
      onCancel={onDone}
      onConfirm={() =>
        take.mutate(taking.id, {
          onSuccess: () => {
            showToast({ message: t`${name} no longer has the role ${title}.`, tone: 'good' });
            onDone();
          },
        })
      }
    >
      {isLast ? (
        <Trans>It is their only role: they no longer see this project.</Trans>
      ) : (
        <Trans>They keep their other roles in this project.</Trans>
      )}{' '}
      {submitted > 0 && (
        <Trans>
          The <Count value={submitted} /> annotations they made stay.
        </Trans>
      )}
    </ConfirmDialog>
  );
}
