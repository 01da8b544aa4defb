import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPhoto, IconX } from '@tabler/icons-react';
import {
  useState,
  type ClipboardEvent,
  type DragEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { PICTURE_KEYS, pictureFiles } from '@/lib/pictures';
import { ariaShortcut, shortcutCaps } from '@/lib/shortcuts';
import classes from './picture-field.module.css';
import { ProblemAlert } from './problem-alert';
import { ProgressBar } from './progress-bar';

interface SentPicture {
  id: string;
  name: string;
  done: number;
  size: number;
  error: unknown;
}

/** Pictures for a text, and how far they are. */
export interface TakenPictures {
  readonly sent: readonly SentPicture[];
  /** Whether none is on its way. */
  readonly isSettled: boolean;
  take: (files: readonly File[]) => void;
  drop: (id: string) => void;
}

interface PictureFieldProps {
  pictures: Omit<TakenPictures, 'isSettled'>;
  children: ReactNode;
  className?: string;
}

/** A text field that takes pictures: pasted or dropped into it. Below it stands what is on its way, and what was refused and why. */
export function PictureField({ pictures, children, className = '' }: PictureFieldProps) {
  const { t } = useLingui();
  const [isOver, setIsOver] = useState(false);
  const handlePaste = (event: ClipboardEvent) => {
    const files = pictureFiles(event.clipboardData);
    if (files.length > 0) take(event, files);
  };
  const handleDrop = (event: DragEvent) => {
    setIsOver(false);
    // Whether they are pictures is for the server to say, which looks into them.
    if (hasFiles(event)) take(event, [...event.dataTransfer.files]);
  };
  const take = (event: ClipboardEvent | DragEvent, files: readonly File[]) => {
    event.preventDefault();
    event.stopPropagation(); // the editor inside would put the words of the clipboard beside it
    pictures.take(files);
  };
  return (
    <div
      className={`${classes.field} ${className}`}
      data-over={isOver || undefined}
      onPasteCapture={handlePaste}
      onDropCapture={handleDrop}
      onDragOverCapture={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
    >
      {children}
      {isOver && (
        <p className={classes.over} aria-hidden="true">
          <Trans>Drop the picture here</Trans>
        </p>
      )}
      {pictures.sent.length > 0 && (
        <ul className={classes.sent} aria-label={t`Pictures on their way`}>
          {pictures.sent.map(({ id, name, done, size, error }) => (
            <li key={id} className={classes.row}>
              {error ? (
                <ProblemAlert
                  error={error}
                  action={
                    <Button size="xs" variant="default" onClick={() => pictures.drop(id)}>
                      <Trans>Close</Trans>
                    </Button>
                  }
                />
              ) : (
                <>
                  <ProgressBar label={t`Sending ${name}`} done={done} total={size} />
                  <ActionIcon
                    variant="subtle"
                    aria-label={t`Do not send ${name}`}
                    onClick={() => pictures.drop(id)}
                  >
                    <IconX size={15} />
                  </ActionIcon>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

interface PictureButtonProps {
  /** What a key opens: `picker.current?.click()`. */
  picker: RefObject<HTMLInputElement | null>;
  onFiles: (files: readonly File[]) => void;
}

/** Picks pictures from the computer. */
export function PictureButton({ picker, onFiles }: PictureButtonProps) {
  const { t } = useLingui();
  const label = t`Picture`;
  return (
    <>
      <Tooltip label={`${label} · ${shortcutCaps(PICTURE_KEYS).flat().join(' ')}`}>
        <ActionIcon
          aria-label={label}
          aria-keyshortcuts={ariaShortcut(PICTURE_KEYS)}
          onClick={() => picker.current?.click()}
        >
          <IconPhoto size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label={label}
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ''; // the same file can be picked again
        }}
      />
    </>
  );
}
