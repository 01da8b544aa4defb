import { Button, Select, Textarea } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { projectMembersQuery, type ProjectMember } from '@/api/project-members';
import { schemaDraftQuery } from '@/api/schema-draft';
import type { SchemaMigration } from '@/api/schema-migrations';
import { ChoiceCards } from '@/components/choice-cards';
import { ProblemAlert } from '@/components/problem-alert';
import { ProjectProblem } from '@/components/project-problem';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber } from '@/lib/format';
import { isProblem } from '@/lib/problem';
import { projectPath } from '@/lib/project-path';
import { useApply, useRehearse, type ApplyBody, type Rehearsal } from '../api/rehearsals';
import { grownIn, sumsOf } from '../model/outcome';
import classes from './apply-panel.module.css';
import type { Names } from '@/lib/schema-names';
import { useOutcomeWords } from './outcome-words';

interface ApplyPanelProps {
  project: Project;
  rehearsal: Rehearsal;
  /** The schema migration that came of it. */
  applied: SchemaMigration | null;
  names: Names;
}

type Asked = 'makers' | 'house' | 'vendor';

/** Who is asked, what happens with what is not valid, why, and the one button. */
export function ApplyPanel({ project, rehearsal, applied, names }: ApplyPanelProps) {
  const draft = useQuery(schemaDraftQuery(project.id));
  const mayApply = project.may.includes('edit_schema') && project.archived_at === null;
  if (applied) {
    const number = applied.to_version;
    return (
      <section className={classes.panel}>
        <p className={classes.done}>
          <Trans>This was applied: it is schema version {number} now.</Trans>
        </p>
        <Link to={projectPath(project.slug, 'schema/migrations')} search={{ version: number }}>
          <Trans>How far it is</Trans>
        </Link>
      </section>
    );
  }
  if (!mayApply || draft.isPending) return null;
  if (!draft.data) {
    return (
      <section className={classes.panel}>
        <p className={classes.done}>
          <Trans>The draft that was rehearsed is gone, so there is nothing to apply.</Trans>
        </p>
      </section>
    );
  }
  const { version } = draft.data;
  return <ApplyForm project={project} rehearsal={rehearsal} version={version} names={names} />;
}

interface ApplyFormProps {
  project: Project;
  rehearsal: Rehearsal;
  version: number;
  names: Names;
}

function ApplyForm({ project, rehearsal, version, names }: ApplyFormProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const apply = useApply(project);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState<Asked>('makers');
  const [vendor, setVendor] = useState<string | null>(null);
  const [refusedFate, setRefusedFate] = useState<'aside' | 'ask'>('aside');
  const { person, refused } = sumsOf(rehearsal.tally);
  const asksPeople = person > 0 || (refused > 0 && refusedFate === 'ask');
  const number = rehearsal.from_version + 1;
  const body: ApplyBody = {
    note: note.trim(),
    by_makers: asked === 'makers',
    vendor: asked === 'vendor' ? vendor : null,
    ask_refused: refusedFate === 'ask',
  };
  const handleApply = () =>
    apply.mutate(
      { rehearsal: rehearsal.id, version, body },
      {
        onSuccess: ({ to_version }) =>
          void navigate({
            to: '/projects/$slug/schema/migrations',
            params: { slug: project.slug },
            search: { version: to_version },
          }),
      },
    );

  return (
    <section className={classes.panel}>
      {asksPeople && (
        <WhoIsAsked
          project={project}
          asked={asked}
          onAsked={setAsked}
          vendor={vendor}
          onVendor={setVendor}
        />
      )}
      {refused > 0 && (
        <ChoiceCards
          label={t`Annotations that are not valid as they stand`}
          value={refusedFate}
          onChange={setRefusedFate}
          cards={[
            {
              value: 'aside',
              title: t`Set them aside`,
              note: t`They stay as they are, under the old version.`,
            },
            { value: 'ask', title: t`Ask people`, note: t`They are done again by hand.` },
          ]}
        />
      )}
      <Textarea
        label={t`Why it changed`}
        description={t`Stands in the version history.`}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal project={project} error={apply.error} names={names} />
      <Button
        fullWidth
        size="md"
        loading={apply.isPending}
        disabled={asksPeople && asked === 'vendor' && vendor === null}
        onClick={handleApply}
      >
        <Trans>Apply: publish version {number}</Trans>
      </Button>
      <p className={classes.note}>
        <Trans>People can go on labelling meanwhile, and it can be taken back.</Trans>
      </p>
      <Button
        variant="default"
        fullWidth
        onClick={() => void navigate({ to: projectPath(project.slug, 'schema/changes') })}
      >
        <Trans>Change the plan</Trans>
      </Button>
    </section>
  );
}

interface WhoIsAskedProps {
  project: Project;
  asked: Asked;
  onAsked: (asked: Asked) => void;
  vendor: string | null;
  onVendor: (vendor: string | null) => void;
}

function WhoIsAsked({ project, asked, onAsked, vendor, onVendor }: WhoIsAskedProps) {
  const { t } = useLingui();
  const members = useQuery({
    ...projectMembersQuery(project.id),
    enabled: project.may.includes('see_members'),
  });
  const vendors = vendorsIn(members.data ?? []);
  const cards: { value: Asked; title: string; note?: string }[] = [
    {
      value: 'makers',
      title: t`Whoever made the label`,
      note: t`Questions go to the makers' own vendor.`,
    },
    { value: 'house', title: t`People in house` },
  ];
  if (vendors.length > 0) cards.push({ value: 'vendor', title: t`One vendor` });
  return (
    <div className={classes.asked}>
      <ChoiceCards label={t`Who is asked`} value={asked} onChange={onAsked} cards={cards} />
      {asked === 'vendor' && (
        <Select
          aria-label={t`Vendor`}
          placeholder={t`Choose a vendor`}
          data={vendors}
          value={vendor}
          onChange={onVendor}
        />
      )}
    </div>
  );
}

/** The vendors whose people work in the project. */
function vendorsIn(members: readonly ProjectMember[]): { value: string; label: string }[] {
  const names = new Map<string, string>();
  for (const { vendor, vendor_id: id } of members) if (id) names.set(id, vendor ?? id);
  return [...names].map(([value, label]) => ({ value, label }));
}

interface RefusalProps {
  project: Project;
  error: unknown;
  names: Names;
}

/** Why it cannot be applied, with the way out. */
function Refusal({ project, error, names }: RefusalProps) {
  const navigate = useNavigate();
  const rehearse = useRehearse(project.id);
  if (!isProblem(error) || (error.code !== 'rehearsal-outdated' && error.status !== 412)) {
    return <ProjectProblem slug={project.slug} error={error} />;
  }
  return (
    <div className={classes.refusal} role="alert">
      <p>
        <Outdated extensions={error.extensions} />
      </p>
      <Grown extensions={error.extensions} names={names} />
      <Button
        size="xs"
        loading={rehearse.isPending}
        onClick={() =>
          rehearse.mutate(undefined, {
            onSuccess: ({ id }) =>
              void navigate({ to: projectPath(project.slug, `rehearsals/${id}`) }),
          })
        }
      >
        <Trans>Rehearse again</Trans>
      </Button>
      <ProblemAlert error={rehearse.error} />
    </div>
  );
}

interface OutdatedProps {
  extensions: Readonly<Record<string, unknown>>;
}

/** What has changed since, as far as the answer says. */
function Outdated({ extensions }: OutdatedProps) {
  const { saved, rehearsed } = extensions;
  if (typeof saved === 'number') {
    return (
      <Plural
        value={saved}
        one="Since then # annotation was saved that this change touches, and the numbers here no longer hold."
        other="Since then # annotations were saved that this change touches, and the numbers here no longer hold."
      />
    );
  }
  if (typeof rehearsed === 'string') {
    return (
      <Trans>The draft or its plan was changed since; this is no longer what was rehearsed.</Trans>
    );
  }
  return (
    <Trans>Something was changed or published since; this is no longer what was rehearsed.</Trans>
  );
}

/** What costs something and has become more, label by label. */
function Grown({ extensions, names }: OutdatedProps & { names: Names }) {
  const { t, i18n } = useLingui();
  const outcomes = useOutcomeWords();
  const grown = grownIn(extensions);
  if (grown.length === 0) return null;
  const number = (count: number) => formatNumber(count, i18n.locale);
  return (
    <ul className={classes.grown} aria-label={t`What has changed since`}>
      {grown.map(({ step, field, label, outcome, ...counts }) => {
        const { tone, words } = outcomes[outcome];
        const [since, rehearsed] = [number(counts.since), number(counts.rehearsed)];
        return (
          <li key={[step, field, label, outcome].join('|')}>
            {label ? names.label(field, label) : field ? names.field(field) : t`Whole annotations`}{' '}
            <StatusBadge tone={tone} isPlain>
              {words}
            </StatusBadge>{' '}
            <Trans>
              +{since}, where {rehearsed} were rehearsed
            </Trans>
          </li>
        );
      })}
    </ul>
  );
}
