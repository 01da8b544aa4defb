import { Button, TextInput } from '@mantine/core';
import { useLingui as useRuntime } from '@lingui/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { DataTable, type Column } from '@/components/data-table';
import { formatBytes } from '@/lib/format';
import { filesQuery } from '../api/manifest';
import type { DatasetVersionDetail } from '../api/versions';
import { inReadingOrder, matching, type DatasetFile } from '../model/files';
import classes from './files-section.module.css';
import { Hash } from './hash';
import { Section } from './section';

const PAGE = 12;
const MORE = 100;
/** With more files than this the manifest is megabytes: it is fetched only for those who ask. */
const ASK_FROM = 5000;

/** Every file with its size and hash, as the manifest lists them. */
export function FilesSection({ version }: { version: DatasetVersionDetail }) {
  const { i18n } = useRuntime();
  const [isAsked, setIsAsked] = useState(version.files.count <= ASK_FROM);
  const size = formatBytes(version.files.bytes, i18n.locale);
  return (
    <Section
      title={<Trans>Files</Trans>}
      anchor="files"
      aside={
        <>
          <Plural value={version.files.count} one="# file" other="# files" /> · {size}
        </>
      }
    >
      {isAsked ? (
        <Files version={version.id} />
      ) : (
        <Button variant="default" onClick={() => setIsAsked(true)}>
          <Trans>List them</Trans>
        </Button>
      )}
    </Section>
  );
}

interface FilesProps {
  version: string;
  /** The schema version that it is read under, if not its own. */
  asSchema?: number;
}

/** What there is to download, file by file. */
export function Files({ version, asSchema }: FilesProps) {
  const { t } = useLingui();
  const columns = useColumns(version, asSchema);
  const { data, isError, error, refetch } = useQuery(filesQuery(version, asSchema));
  const [words, setWords] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const [isOpen, setIsOpen] = useState(false);
  const found = useMemo(() => matching(inReadingOrder(data ?? []), words), [data, words]);
  const manifest = `/api/v1/dataset-versions/${version}/manifest${queryOf(asSchema)}`;
  const isMany = (data?.length ?? 0) > PAGE;
  return (
    <>
      {isMany && (
        <TextInput
          className={classes.search}
          aria-label={t`Find a file by its name or hash`}
          placeholder={t`Name or hash`}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <DataTable
        label={t`Files`}
        columns={columns}
        rows={found.slice(0, limit)}
        rowKey={(file) => file.path}
        status={data ? 'ready' : isError ? 'error' : 'loading'}
        error={error}
        onRetry={() => void refetch()}
        hasMore={isOpen && found.length > limit}
        onLoadMore={() => setLimit((old) => old + MORE)}
        empty={
          <p className={classes.none}>
            <Trans>No file is called that.</Trans>
          </p>
        }
      />
      <div className={classes.foot}>
        {!isOpen && found.length > limit && (
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              setIsOpen(true);
              setLimit(MORE);
            }}
          >
            <Plural value={found.length - limit} one="Show one more" other="Show # more" />
          </Button>
        )}
        <a href={manifest} download="manifest.json" className={classes.manifest}>
          <Trans>Download the manifest</Trans>
        </a>
      </div>
    </>
  );
}

function queryOf(asSchema: number | undefined): string {
  return asSchema === undefined ? '' : `?as_schema=${asSchema}`;
}

function useColumns(version: string, asSchema: number | undefined): Column<DatasetFile>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  return [
    {
      key: 'path',
      header: t`Name`,
      width: 'minmax(12rem, 1fr)',
      cell: (file) => (
        <a
          className={classes.path}
          href={`/api/v1/dataset-versions/${version}/files/${file.sha256}${queryOf(asSchema)}`}
          download={file.path.split('/').at(-1)}
          title={file.path}
        >
          {file.path}
        </a>
      ),
    },
    {
      key: 'size',
      header: t`Size`,
      width: '7rem',
      align: 'end',
      cell: (file) => formatBytes(file.size, i18n.locale),
    },
    {
      key: 'sha256',
      header: 'SHA-256',
      width: '9.5rem',
      cell: (file) => <Hash sha256={file.sha256} of={file.path} />,
    },
  ];
}
