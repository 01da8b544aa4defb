import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconFiles, IconFolder, IconUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import { useCommands } from '@/lib/commands';
import { chosenFiles, droppedFiles, type NamedFile } from '../model/dropped-files';
import classes from './drop-zone.module.css';

interface DropZoneProps {
  input: string | null;
  onFiles: (files: NamedFile[]) => void;
  isBusy?: boolean;
  error?: unknown;
  /** A line, for adding to what is there. */
  isSmall?: boolean;
}

/** Takes a folder, a ZIP or files: dropped, or chosen with the keyboard. */
export function DropZone({ input, onFiles, isBusy, error, isSmall }: DropZoneProps) {
  const { t } = useLingui();
  const [isOver, setIsOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useCommands([
    {
      name: 'imports.files',
      title: t`Choose files to import`,
      shortcut: 'f',
      run: () => files.current?.click(),
    },
    {
      name: 'imports.folder',
      title: t`Choose a folder to import`,
      shortcut: 'd',
      run: () => folder.current?.click(),
    },
  ]);

  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void droppedFiles(event.dataTransfer).then(onFiles);
  };
  const handleChosen = (list: HTMLInputElement) => {
    onFiles(chosenFiles(list.files ?? []));
    list.value = ''; // so that the same choice can be made again
  };

  return (
    <section
      className={classes.zone}
      data-over={isOver || undefined}
      data-small={isSmall || undefined}
      aria-label={t`Files to import`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={handleDrop}
    >
      {!isSmall && (
        <>
          <span className={classes.sign}>
            <IconUpload size={26} stroke={1.5} aria-hidden="true" />
          </span>
          <h2 className={classes.title}>
            <Trans>Drop a folder, a ZIP or files here</Trans>
          </h2>
          <p className={classes.words}>
            {input === 'text' ? (
              <Trans>Texts (TXT, CSV, JSONL) and spans (CoNLL, JSONL), in UTF-8 best.</Trans>
            ) : (
              <Trans>
                Images (JPEG, PNG, WebP, TIFF), alone or with labels (Pascal VOC, COCO, CSV, JSONL).
              </Trans>
            )}
          </p>
        </>
      )}
      <div className={classes.actions}>
        {isSmall && (
          <span className={classes.words}>
            <Trans>Drop more, or</Trans>
          </span>
        )}
        <Button
          variant={isSmall ? 'default' : 'filled'}
          size={isSmall ? 'xs' : 'sm'}
          leftSection={<IconFiles size={16} aria-hidden="true" />}
          loading={isBusy}
          onClick={() => files.current?.click()}
        >
          <Trans>Choose files</Trans>
        </Button>
        <Button
          variant="default"
          size={isSmall ? 'xs' : 'sm'}
          leftSection={<IconFolder size={16} aria-hidden="true" />}
          disabled={isBusy}
          onClick={() => folder.current?.click()}
        >
          <Trans>Choose a folder</Trans>
        </Button>
      </div>
      <ProblemAlert error={error} />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="files"
        onChange={(event) => handleChosen(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        data-testid="folder"
        {...{ webkitdirectory: '' /* React has no type for it */ }}
        onChange={(event) => handleChosen(event.currentTarget)}
      />
    </section>
  );
}
