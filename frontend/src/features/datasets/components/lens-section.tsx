import { Button, Select, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconDownload, IconRouteOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useSchemaVersions } from '@/api/schema-versions';
import { Count } from '@/components/count';
import { ErrorState } from '@/components/error-state';
import { ProblemAlert } from '@/components/problem-alert';
import { isProblem } from '@/lib/problem';
import type { SchemaDocument } from '@/lib/schema-document';
import { lensQuery, useRequestLens, type Lens, type LensReport } from '../api/lenses';
import type { DatasetVersionDetail } from '../api/versions';
import { lensNumbers, partsOf, type LensOutcome } from '../model/lens-report';
import { shellCommands } from '../model/pull';
import { CodeBlock } from './code-block';
import { Files } from './files-section';
import { Hash } from './hash';
import { JobProgress } from './job-progress';
import classes from './lens-section.module.css';
import { LensParts } from './lens-parts';
import { Section } from './section';

interface LensSectionProps {
  version: DatasetVersionDetail;
  organisation: string | undefined;
  /** The version's own schema, for the names of what is lost. */
  document: SchemaDocument | null;
}

/** The version in the words of another schema version: what that costs, and the way to it. */
export function LensSection({ version, organisation, document }: LensSectionProps) {
  const { t } = useLingui();
  const { as } = useSearch({ from: '/in/projects/$slug/datasets/$number' });
  const navigate = useNavigate({ from: '/projects/$slug/datasets/$number' });
  const versions = useSchemaVersions(version.project);
  const own = version.schema_version.number;
  const others = versions.rows.filter(({ number }) => number !== null && number !== own);
  return (
    <Section
      title={<Trans>Pull as another schema</Trans>}
      aside={<Trans>The version itself stays as it is.</Trans>}
      anchor="as-schema"
    >
      {versions.status === 'error' ? (
        <ErrorState error={versions.error} onRetry={versions.retry} />
      ) : others.length === 0 && as === undefined ? (
        <p className={classes.note}>
          {versions.status === 'ready' && (
            <Trans>There is only one schema version, and this version is under it.</Trans>
          )}
        </p>
      ) : (
        <>
          <Select
            className={classes.choice}
            label={t`Schema version`}
            description={t`This version is under schema version ${own}.`}
            placeholder={t`Choose one`}
            data={others.map(({ number, note }) => ({
              value: String(number),
              label: note ? `${number} – ${note}` : String(number),
            }))}
            value={as === undefined ? null : String(as)}
            clearable
            onChange={(value) =>
              void navigate({
                search: value === null ? {} : { as: Number(value) },
                replace: true,
                resetScroll: false,
              })
            }
          />
          {as !== undefined && as !== own && (
            <LensView
              key={as}
              version={version}
              number={as}
              organisation={organisation}
              document={document}
            />
          )}
        </>
      )}
    </Section>
  );
}

function LensView({ version, number, ...rest }: LensSectionProps & { number: number }) {
  const { data: lens, error, refetch } = useQuery(lensQuery(version.id, number));
  if (isProblem(error, 409)) {
    return (
      <div className={classes.barred} role="status">
        <IconRouteOff size={17} stroke={1.8} aria-hidden="true" />
        <p>
          <strong>
            <Trans>This version cannot be read under schema version {number}.</Trans>
          </strong>{' '}
          {error.detail}
        </p>
      </div>
    );
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!lens) return <Skeleton height={120} mt="md" />;
  return (
    <div className={classes.lens}>
      <Steps lens={lens} />
      {lens.state === 'ready' && lens.report ? (
        <Ready lens={lens} report={lens.report} version={version} number={number} {...rest} />
      ) : (
        <Asking lens={lens} version={version} number={number} />
      )}
    </div>
  );
}

/** What leads there, in words. */
function Steps({ lens }: { lens: Lens }) {
  if (lens.operations.length === 0) {
    return (
      <p className={classes.note}>
        <Trans>No step lies between the two: only words and colours differ.</Trans>
      </p>
    );
  }
  return (
    <ol className={classes.steps}>
      {lens.operations.map((words, index) => (
        // Steps have no identity but their place.
        <li key={index}>{words}</li>
      ))}
    </ol>
  );
}

interface AskingProps {
  lens: Lens;
  version: DatasetVersionDetail;
  number: number;
}

function Asking({ lens, version, number }: AskingProps) {
  const { t } = useLingui();
  const request = useRequestLens(version.id, number);
  if (lens.state === 'writing') {
    return lens.job ? (
      <JobProgress job={lens.job} label={t`Writing it under schema version ${number}`} />
    ) : null;
  }
  const isFailed = lens.state === 'failed';
  return (
    <div className={classes.ask}>
      {isFailed ? (
        <p className={classes.failed} role="alert">
          <Trans>It could not be written.</Trans> {lens.job?.error?.detail}
        </p>
      ) : (
        <p className={classes.note}>
          <Trans>
            Nobody has asked for it yet. Every annotation is carried there, and what is lost on the
            way is counted.
          </Trans>
        </p>
      )}
      <ProblemAlert error={request.error} />
      <Button loading={request.isPending} onClick={() => request.mutate(undefined)}>
        {isFailed ? <Trans>Try again</Trans> : <Trans>Write it and count what is lost</Trans>}
      </Button>
    </div>
  );
}

type ReadyProps = LensSectionProps & { lens: Lens; report: LensReport; number: number };

function Ready({ lens, report, version, number, organisation, document }: ReadyProps) {
  const { t } = useLingui();
  const name = `${version.slug}@${version.number}-as-${number}`;
  const pull = {
    origin: location.origin,
    slug: version.slug,
    number: version.number ?? 0,
    organisation,
    asSchema: number,
  };
  const manifest = `/api/v1/dataset-versions/${version.id}/manifest?as_schema=${number}`;
  return (
    <>
      <Report report={report} document={document} />
      <CodeBlock label={t`Command line, as schema version ${number}`} code={shellCommands(pull)} />
      <div className={classes.get}>
        {lens.identity && <Hash sha256={lens.identity} of={name} />}
        <Button
          component="a"
          href={manifest}
          download={`${name}-manifest.json`}
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden="true" />}
        >
          <Trans>Download the manifest</Trans>
        </Button>
      </div>
      <details className={classes.files}>
        <summary>
          <Plural value={lens.files.count} one="# file to download" other="# files to download" />
        </summary>
        <Files version={version.id} asSchema={number} />
      </details>
    </>
  );
}

function useLensWords(): Record<LensOutcome, string> {
  const { t } = useLingui();
  return {
    person: t`left out: only a person knows`,
    refused: t`left out: not valid as they are`,
    dropped: t`with a part dropped`,
    lossy: t`with something lost`,
    lossless: t`changed, nothing lost`,
    unchanged: t`as they were`,
  };
}

/** Annotations by what became of them; a number opens what it is made of. */
function Report({ report, document }: Pick<ReadyProps, 'report' | 'document'>) {
  const { t } = useLingui();
  const words = useLensWords();
  const [open, setOpen] = useState<LensOutcome | null>(null);
  const { items_left_out: items } = report;
  return (
    <div className={classes.report}>
      <ul className={classes.numbers} aria-label={t`What becomes of the annotations`}>
        {lensNumbers(report).map(({ outcome, count, isDoor }) => {
          const content = (
            <>
              <strong>
                <Count value={count} />
              </strong>
              <span>{words[outcome]}</span>
            </>
          );
          return (
            <li key={outcome} data-outcome={outcome}>
              {isDoor ? (
                <button
                  type="button"
                  className={classes.number}
                  aria-expanded={open === outcome}
                  onClick={() => setOpen(open === outcome ? null : outcome)}
                >
                  {content}
                </button>
              ) : (
                <span className={classes.number}>{content}</span>
              )}
            </li>
          );
        })}
      </ul>
      {open && <LensParts parts={partsOf(report, open)} document={document} title={words[open]} />}
      {items > 0 && (
        <p className={classes.note}>
          <Plural
            value={items}
            one="One item is left out: no annotation of it is left."
            other="# items are left out: no annotation of them is left."
          />
        </p>
      )}
    </div>
  );
}
