import { Button, Checkbox, Select } from '@mantine/core';
import { useLingui as useRuntime } from '@lingui/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ErrorState } from '@/components/error-state';
import { ProblemAlert } from '@/components/problem-alert';
import { StatusBadge } from '@/components/status-badge';
import { formatBytes } from '@/lib/format';
import type { SchemaDocument } from '@/lib/schema-document';
import { exportsQuery, useRequestExport, type Export } from '../api/exports';
import type { DatasetVersionDetail } from '../api/versions';
import {
  choiceOf,
  exportRequest,
  FIRST_CHOICE,
  formatsFor,
  type ExportFormat,
} from '../model/export-options';
import { FORMAT_NAMES, FORMAT_NOTES } from './dataset-words';
import classes from './exports-section.module.css';
import { Hash } from './hash';
import { JobProgress } from './job-progress';
import { Section } from './section';

interface ExportsSectionProps {
  version: DatasetVersionDetail;
  input: string;
  document: SchemaDocument | null;
}

/** The version in other tools' formats: ask for one, and take those that are there. */
export function ExportsSection({ version, input, document }: ExportsSectionProps) {
  const exports = useQuery(exportsQuery(version.id));
  return (
    <Section
      title={<Trans>Exports</Trans>}
      aside={<Trans>The same choice gives the same bytes, every time.</Trans>}
      anchor="exports"
    >
      <RequestForm version={version} input={input} formats={formatsFor(input, document)} />
      {exports.isError ? (
        <ErrorState error={exports.error} onRetry={() => void exports.refetch()} />
      ) : (
        exports.data &&
        exports.data.results.length > 0 && (
          <ul className={classes.list}>
            {exports.data.results.map((each) => (
              <Row key={each.id} made={each} />
            ))}
          </ul>
        )
      )}
    </Section>
  );
}

interface RequestFormProps {
  version: DatasetVersionDetail;
  input: string;
  formats: readonly ExportFormat[];
}

function RequestForm({ version, input, formats }: RequestFormProps) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const name = useId();
  const request = useRequestExport(version.id);
  const [wanted, setWanted] = useState<ExportFormat | null>(null);
  const [options, setOptions] = useState(FIRST_CHOICE);
  const format = wanted && formats.includes(wanted) ? wanted : (formats[0] ?? 'jsonl');
  const set = (change: Partial<typeof options>) => setOptions((old) => ({ ...old, ...change }));

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        request.mutate(exportRequest({ format, ...options }));
      }}
    >
      <fieldset className={classes.formats}>
        <legend className={classes.legend}>{t`Format`}</legend>
        {formats.map((each) => (
          <label key={each} className={classes.format} data-on={each === format || undefined}>
            <input
              type="radio"
              className={classes.radio}
              name={name}
              checked={each === format}
              onChange={() => setWanted(each)}
            />
            <span className={classes.formatName}>{FORMAT_NAMES[each]}</span>
            <span className={classes.formatNote}>{i18n._(FORMAT_NOTES[each])}</span>
          </label>
        ))}
      </fieldset>
      <div className={classes.options}>
        <Select
          className={classes.split}
          aria-label={t`Split`}
          data={[
            { value: '', label: t`All splits` },
            ...version.splits.map((split) => ({ value: split.name, label: split.name })),
          ]}
          value={options.split}
          allowDeselect={false}
          onChange={(split) => set({ split: split ?? '' })}
        />
        {input === 'image' && (
          <Checkbox
            size="xs"
            label={t`With the images, as a ZIP`}
            checked={options.withMedia}
            onChange={(event) => set({ withMedia: event.currentTarget.checked })}
          />
        )}
        {format !== 'coco' && (
          <Checkbox
            size="xs"
            label={t`Every annotation, not only the newest`}
            checked={options.isEveryAnnotation}
            onChange={(event) => set({ isEveryAnnotation: event.currentTarget.checked })}
          />
        )}
        {format === 'csv' && (
          <Checkbox
            size="xs"
            label={t`Byte order mark, for Excel`}
            checked={options.withMark}
            onChange={(event) => set({ withMark: event.currentTarget.checked })}
          />
        )}
        <Button type="submit" className={classes.submit} loading={request.isPending}>
          <Trans>Export {FORMAT_NAMES[format]}</Trans>
        </Button>
      </div>
      <ProblemAlert error={request.error} />
    </form>
  );
}

function Row({ made }: { made: Export }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const name = FORMAT_NAMES[made.format] ?? made.format;
  return (
    <li className={classes.row}>
      <span className={classes.what}>
        <strong>{name}</strong>
        <span className={classes.how}>
          <Options made={made} />
        </span>
      </span>
      {made.state === 'ready' && made.url ? (
        <>
          <span className={classes.size}>{formatBytes(made.size, i18n.locale)}</span>
          <Hash sha256={made.sha256} of={made.file_name} />
          <Button
            component="a"
            href={made.url}
            download={made.file_name}
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} aria-hidden="true" />}
            aria-label={t`Download ${made.file_name}`}
          >
            <Trans>Download</Trans>
          </Button>
        </>
      ) : made.state === 'failed' ? (
        <span className={classes.wide}>
          <StatusBadge tone="bad" isPlain>
            <Trans>Failed</Trans>
          </StatusBadge>
          <span className={classes.why}>{made.job?.error?.detail}</span>
        </span>
      ) : (
        <span className={classes.wide}>
          {made.job && <JobProgress job={made.job} label={t`Writing`} />}
        </span>
      )}
    </li>
  );
}

function Options({ made }: { made: Export }) {
  const choice = choiceOf(made.format, made.options);
  return (
    <>
      <span>{choice.split || <Trans>all splits</Trans>}</span>
      {choice.withMedia && (
        <span>
          <Trans>with images</Trans>
        </span>
      )}
      {choice.isEveryAnnotation && (
        <span>
          <Trans>every annotation</Trans>
        </span>
      )}
      {made.format === 'csv' && !choice.withMark && (
        <span>
          <Trans>no byte order mark</Trans>
        </span>
      )}
    </>
  );
}
