import { Button, Modal, Textarea } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Project } from '@/api/project';
import { ProblemAlert } from '@/components/problem-alert';
import { useSaveStatus, type Autosaver } from '@/lib/autosave';
import { useSuspendedCommands } from '@/lib/commands';
import type { Plain, SchemaDocument } from '@/lib/schema-document';
import { usePublishSchemaDraft, type SchemaDraft } from '@/api/schema-draft';
import type { Change } from '../document/difference';
import type { BrokenText } from '../document/draft-store';
import { placeInWords, type SchemaFault } from '../document/faults';
import { ChangeList } from './change-list';
import classes from './publish-dialog.module.css';

interface PublishDialogProps {
  isOpen: boolean;
  project: Project;
  saver: Autosaver<Plain, SchemaDraft>;
  faults: readonly SchemaFault[];
  broken: BrokenText | null;
  document: SchemaDocument | null;
  published: SchemaDocument | null;
  /** Null: nothing was published before. */
  changes: readonly Change[] | null;
  number: number;
  onClose: () => void;
  onShow: (pointer: string) => void;
  onPublished: () => void;
}

/** The last look at a first version; for later ones, what keeps them from the page where it is decided how labels follow. */
export function PublishDialog(props: PublishDialogProps) {
  const { t } = useLingui();
  useSuspendedCommands(props.isOpen);
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={t`Publish schema version ${props.number}`}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Body {...props} />
    </Modal>
  );
}

function Body(props: PublishDialogProps) {
  const { project, saver, faults, broken, document, changes, onClose, onShow, onPublished } = props;
  const { t } = useLingui();
  const publish = usePublishSchemaDraft(project);
  const status = useSaveStatus(saver);
  const [note, setNote] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const isEmpty = document !== null && document.fields.length === 0;
  const isUnchanged = changes?.length === 0;
  const isHeld =
    broken !== null || document === null || isEmpty || isUnchanged || faults.length > 0;

  const handlePublish = async () => {
    setIsAsking(true);
    const isSaved = await saver.flush();
    setIsAsking(false);
    if (!isSaved) return;
    publish.mutate({ note: note.trim(), version: saver.get().version }, { onSuccess: onPublished });
  };

  return (
    <div className={classes.body}>
      {broken && (
        <p className={classes.hold}>
          <Trans>The text beside the form cannot be read yet; mend it first.</Trans>
        </p>
      )}
      {isEmpty && (
        <p className={classes.hold}>
          <Trans>A schema needs at least one field.</Trans>
        </p>
      )}
      {faults.length > 0 && (
        <section>
          <h3 className={classes.title}>
            <Plural
              value={faults.length}
              one="One fault keeps it from being published"
              other="# faults keep it from being published"
            />
          </h3>
          <ul className={classes.faults}>
            {faults.map((fault) => (
              <li key={`${fault.pointer} ${fault.detail}`}>
                <button
                  type="button"
                  className={classes.fault}
                  onClick={() => onShow(fault.pointer)}
                >
                  <span className={classes.place}>{placeInWords(document, fault.pointer)}</span>
                  {fault.detail}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={classes.changes}>
        {changes ? (
          <ChangeList changes={changes} />
        ) : (
          <p className={classes.first}>
            <Trans>
              This is the first version. From now on annotations can be made with it, and it never
              changes again.
            </Trans>
          </p>
        )}
      </section>
      <Textarea
        label={t`Why it changed`}
        description={t`Stands in the version history.`}
        placeholder={changes ? t`Platelets get a label of their own` : t`The first definition`}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ProblemAlert error={publish.error ?? (isAsking ? null : status.problem)} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          disabled={isHeld}
          loading={isAsking || publish.isPending}
          onClick={() => void handlePublish()}
        >
          <Trans>Publish version {props.number}</Trans>
        </Button>
      </div>
    </div>
  );
}
