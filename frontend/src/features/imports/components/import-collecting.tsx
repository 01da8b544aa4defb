import { Button, Select, TextInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Project } from '@/api/project';
import { ChoiceCards } from '@/components/choice-cards';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { useCommands } from '@/lib/commands';
import {
  importQuery,
  previewQuery,
  useDiscardImport,
  useImportFormats,
  useStartImport,
  type FormatKey,
  type Import,
  type Options,
} from '../api/imports';
import { queueOf, useUploads } from '../model/queues';
import { DropZone } from './drop-zone';
import classes from './import-collecting.module.css';
import { OptionsForm } from './options-form';
import { PreviewSamples } from './preview-samples';
import { UploadList } from './upload-list';
import { useFormatTitle } from './use-format-title';

const START_KEY = 'mod+enter';

/** Files arrive; what they are is recognised, shown, and may be corrected; then it begins. */
export function ImportCollecting({ source, project }: { source: Import; project: Project }) {
  const { t } = useLingui();
  const navigate = useNavigate({ from: '/projects/$slug/import' });
  const queryClient = useQueryClient();
  const titleOf = useFormatTitle();
  const { uploads, summary } = useUploads(source.id);
  const formats = useImportFormats();
  const [format, setFormat] = useState<FormatKey>('auto');
  const [options, setOptions] = useState<Options>({});
  const [says, setSays] = useState<'people' | 'model'>('people');
  const [model, setModel] = useState('');
  const isNameless = says === 'model' && model.trim() === '';
  const start = useStartImport(source.id);
  const discard = useDiscardImport(project.id);

  // What the server has: the files of this visit, or of one before.
  const isIdle = !summary.isBusy;
  useEffect(() => {
    if (isIdle) void queryClient.invalidateQueries({ queryKey: importQuery(source.id).queryKey });
  }, [isIdle, summary.sent, queryClient, source.id]);
  const files = Math.max(source.files, summary.sent);
  const preview = useQuery({
    ...previewQuery(source.id, format, options, files),
    enabled: isIdle && files > 0,
    placeholderData: (before) => before,
  });
  const shown = preview.isError ? null : (preview.data ?? null);
  const chosen = (format === 'auto' ? shown?.format : format) ?? '';
  const known = formats.find((each) => each.key === chosen);
  const canStart = isIdle && files > 0 && summary.failed === 0 && chosen !== '' && !isNameless;

  const handleStart = () => {
    if (!canStart || start.isPending) return;
    start.mutate({
      format: (chosen || 'auto') as FormatKey, // one of the keys the server gave
      options: format === 'auto' ? {} : options,
      model: says === 'model' ? model.trim() : '',
    });
  };
  useCommands([
    {
      name: 'imports.start',
      title: t`Start the import`,
      shortcut: START_KEY,
      isInInputs: true,
      when: () => canStart,
      run: handleStart,
    },
  ]);

  return (
    <Page>
      <PageHeader
        title={<Trans>New import</Trans>}
        context={
          summary.isBusy ? (
            <Trans>The files are on their way. You may already look around.</Trans>
          ) : (
            <Trans>Nothing is taken before you start.</Trans>
          )
        }
        secondary={
          <Button
            variant="subtle"
            loading={discard.isPending}
            onClick={() =>
              discard.mutate(source.id, { onSuccess: () => void navigate({ search: {} }) })
            }
          >
            <Trans>Throw away</Trans>
          </Button>
        }
        primary={{
          label: t`Start the import`,
          shortcut: START_KEY,
          isDisabled: !canStart,
          isBusy: start.isPending,
          onClick: handleStart,
        }}
      />
      <ProblemAlert error={start.error ?? discard.error} />
      <div className={classes.columns}>
        <section className={classes.part} aria-label={t`Files`}>
          <h2 className={classes.title}>
            <Trans>Files</Trans>
            <span className={classes.count}>
              <Plural value={Math.max(files, summary.files)} one="# file" other="# files" />
            </span>
          </h2>
          {uploads.length > 0 && (
            <UploadList
              uploads={uploads}
              summary={summary}
              onRetry={() => queueOf(source.id).retry()}
            />
          )}
          <DropZone
            isSmall
            input={project.input}
            onFiles={(more) => queueOf(source.id).add(more)}
          />
        </section>
        <section className={classes.part} aria-label={t`How to read them`}>
          <h2 className={classes.title}>
            <Trans>How to read them</Trans>
          </h2>
          <Select
            label={t`Format`}
            value={format}
            allowDeselect={false}
            onChange={(value) => {
              setFormat((value ?? 'auto') as FormatKey); // only keys are offered
              setOptions({});
            }}
            data={[
              {
                value: 'auto',
                label:
                  shown?.format && format === 'auto'
                    ? t`Recognised: ${titleOf(shown.format)}`
                    : titleOf('auto'),
              },
              ...formats.map((each) => ({ value: each.key, label: titleOf(each.key) })),
            ]}
          />
          {known && known.options.length > 0 && (
            <OptionsForm
              key={chosen}
              format={known}
              options={options}
              onChange={(next) => {
                setFormat(chosen as FormatKey); // options belong to a named format
                setOptions(next);
              }}
            />
          )}
          <ChoiceCards
            label={t`Who says the labels in them`}
            value={says}
            onChange={setSays}
            cards={[
              {
                value: 'people',
                title: <Trans>People</Trans>,
                note: <Trans>They become annotations.</Trans>,
              },
              {
                value: 'model',
                title: <Trans>A model</Trans>,
                note: (
                  <Trans>
                    Predictions: annotators take them over or turn them down, where a batch shows
                    them.
                  </Trans>
                ),
              },
            ]}
          />
          {says === 'model' && (
            <TextInput
              label={t`Name of the model`}
              description={t`With its version. Annotators see it beside what it says.`}
              required
              maxLength={200}
              value={model}
              onChange={(event) => setModel(event.currentTarget.value)}
            />
          )}
          {isIdle && files > 0 && (
            <PreviewSamples
              preview={shown}
              error={preview.error}
              isWaiting={preview.isPending}
              isStale={preview.isPlaceholderData}
            />
          )}
        </section>
      </div>
    </Page>
  );
}
