import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { Project } from '@/api/project';
import {
  useTakeBack,
  wayBackQuery,
  type SchemaMigration,
  type WayBack,
} from '@/api/schema-migrations';
import { ConfirmDialog } from '@/components/confirm-dialog';
import classes from './take-back-dialog.module.css';

interface TakeBackDialogProps {
  project: Project;
  migration: SchemaMigration;
  onClose: () => void;
}

/** What taking it back does, in numbers, before it is done. */
export function TakeBackDialog({ project, migration, onClose }: TakeBackDialogProps) {
  const { t } = useLingui();
  const way = useQuery(wayBackQuery(migration.id));
  const takeBack = useTakeBack(project.id);
  const { to_version: to, from_version: from } = migration;
  const next = to + 1;
  return (
    <ConfirmDialog
      isOpen
      title={t`Take schema version ${to} back?`}
      confirmLabel={t`Take it back`}
      isDangerous={false}
      isBusy={takeBack.isPending || way.isPending}
      error={takeBack.error ?? way.error}
      onCancel={onClose}
      onConfirm={() => takeBack.mutate({ id: migration.id, note: '' }, { onSuccess: onClose })}
    >
      <Trans>
        The schema is again what version {from} said, published as version {next}. Open questions
        are closed. Nothing that people did since is lost.
      </Trans>
      {way.data && <InNumbers way={way.data} />}
    </ConfirmDialog>
  );
}

function InNumbers({ way }: { way: WayBack }) {
  const { restored, since } = way;
  return (
    <ul className={classes.numbers}>
      <li>
        <Plural
          value={restored}
          one="# annotation says again exactly what it said before."
          other="# annotations say again exactly what they said before."
        />
      </li>
      {since > 0 && (
        <li>
          <Plural
            value={since}
            one="# annotation was saved since: it is carried back where possible, else people are asked."
            other="# annotations were saved since: they are carried back where possible, else people are asked."
          />
        </li>
      )}
    </ul>
  );
}
