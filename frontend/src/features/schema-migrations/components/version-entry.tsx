import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconArrowBackUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Project } from '@/api/project';
import { isUnderWay, type SchemaMigration } from '@/api/schema-migrations';
import type { SchemaVersion } from '@/api/schema-version';
import { Count } from '@/components/count';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { projectPath } from '@/lib/project-path';
import { readDocument } from '@/lib/schema-document';
import type { Outcome } from '../model/outcome';
import { useNames } from '@/lib/schema-names';
import { useOperationWords } from './operation-words';
import { useOutcomeWords } from './outcome-words';
import { TakeBackDialog } from './take-back-dialog';
import classes from './version-entry.module.css';

interface VersionEntryProps {
  project: Project;
  version: SchemaVersion;
  parent: SchemaVersion | null;
  /** What carried the labels to it; versions that touch no label have none. */
  migration: SchemaMigration | null;
  migrations: readonly SchemaMigration[];
  isNewest: boolean;
  isOpen: boolean;
}

/** One version: its steps in words, who, when, why, and what it did to how many labels. */
export function VersionEntry(props: VersionEntryProps) {
  const { project, version, parent, migration, isNewest, isOpen } = props;
  const before = useMemo(() => readDocument(parent?.document), [parent]);
  const after = useMemo(() => readDocument(version.document), [version]);
  const names = useNames(before, after);
  const words = useOperationWords(names);
  const { number } = version;
  return (
    <li className={classes.entry} data-open={isOpen || undefined}>
      <Link
        className={classes.number}
        to="/projects/$slug/schema"
        params={{ slug: project.slug }}
        search={isNewest ? {} : { version: number ?? 1 }}
      >
        v{number}
      </Link>
      <div className={classes.body}>
        <p className={classes.line}>
          <span className={classes.note}>{version.note || <Trans>Without a note</Trans>}</span>
          {isNewest && (
            <StatusBadge tone="good" isPlain>
              <Trans>in use</Trans>
            </StatusBadge>
          )}
          <State migration={migration} />
        </p>
        <p className={classes.who}>
          {version.published_at && <RelativeTime value={version.published_at} />}
          {version.published_by && <span>{version.published_by}</span>}
          <Restored {...props} />
        </p>
        {version.operations.length > 0 ? (
          <ul className={classes.steps}>
            {version.operations.map((operation, index) => (
              // Steps have no identity but their place.
              <li key={index}>{words(operation)}</li>
            ))}
          </ul>
        ) : (
          <p className={classes.who}>
            {parent ? (
              <Trans>Only what people see has changed.</Trans>
            ) : (
              <Trans>The first definition.</Trans>
            )}
          </p>
        )}
        {migration && <Deeds project={project} migration={migration} />}
        {migration && isNewest && <TakeBack project={project} migration={migration} />}
      </div>
    </li>
  );
}

function State({ migration }: { migration: SchemaMigration | null }) {
  if (!migration) return null;
  if (migration.reverted) {
    return (
      <StatusBadge tone="idle" isPlain>
        <Trans>taken back</Trans>
      </StatusBadge>
    );
  }
  if (migration.state === 'running') {
    return (
      <StatusBadge tone="info" isPlain>
        <Trans>running</Trans>
      </StatusBadge>
    );
  }
  return migration.state === 'paused' ? (
    <StatusBadge tone="warn" isPlain>
      <Trans>paused</Trans>
    </StatusBadge>
  ) : null;
}

function Restored({ migration, migrations }: VersionEntryProps) {
  const taken = migrations.find(({ id }) => id === migration?.reverts);
  if (!taken) return null;
  const number = taken.to_version;
  return (
    <span>
      <Trans>takes version {number} back</Trans>
    </span>
  );
}

const TOLD: readonly Outcome[] = ['lossless', 'lossy', 'person', 'dropped'];

/** What it did, in numbers; the ones that have samples lead to its rehearsal. */
function Deeds({ project, migration }: { project: Project; migration: SchemaMigration }) {
  const { t } = useLingui();
  const { parts, annotations } = migration.tally;
  const outcomes = useOutcomeWords();
  const past: Partial<Record<Outcome, string>> = {
    lossless: t`changed, nothing lost`,
    lossy: t`changed, something lost`,
    person: t`needed a person`,
    dropped: t`lost`,
  };
  const shown = TOLD.filter((outcome) => parts[outcome] > 0);
  const { questions } = migration;
  return (
    <div className={classes.deeds}>
      {shown.map((outcome) => (
        <StatusBadge key={outcome} tone={outcomes[outcome].tone} isPlain>
          <span>
            <Count value={parts[outcome]} /> {past[outcome]}
          </span>
        </StatusBadge>
      ))}
      {annotations.refused > 0 && (
        <StatusBadge tone="warn" isPlain>
          <Plural
            value={annotations.refused}
            one="# annotation set aside, not valid"
            other="# annotations set aside, not valid"
          />
        </StatusBadge>
      )}
      {questions.open > 0 && (
        <Link to={projectPath(project.slug, 'relabel')} className={classes.questions}>
          <Plural value={questions.open} one="# question is open" other="# questions are open" />
        </Link>
      )}
      {questions.open === 0 && questions.answered > 0 && (
        <span className={classes.quiet}>
          <Plural
            value={questions.answered}
            one="the one question is answered"
            other="all # questions are answered"
          />
        </span>
      )}
      {migration.rehearsal && (
        <Link
          to="/projects/$slug/rehearsals/$rehearsal"
          params={{ slug: project.slug, rehearsal: migration.rehearsal }}
          className={classes.quiet}
        >
          <Trans>Its rehearsal</Trans>
        </Link>
      )}
    </div>
  );
}

function TakeBack({ project, migration }: { project: Project; migration: SchemaMigration }) {
  const [isAsking, setIsAsking] = useState(false);
  const mayEdit = project.may.includes('edit_schema') && project.archived_at === null;
  // One that runs has its button with its progress.
  if (!mayEdit || migration.reverted || migration.reverts || isUnderWay(migration)) return null;
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
        onClick={() => setIsAsking(true)}
      >
        <Trans>Take back…</Trans>
      </Button>
      {isAsking && (
        <TakeBackDialog
          project={project}
          migration={migration}
          onClose={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}
