import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useSession } from '@/api/session';
import { ChoiceCards } from '@/components/choice-cards';
import { Dialog } from '@/components/dialog';
import { Form } from '@/components/form';
import { ProblemAlert } from '@/components/problem-alert';
import { SecretOnce } from '@/components/secret-once';
import { formatDate } from '@/lib/format';
import { isProblem } from '@/lib/problem';
import { useMakeToken } from '../api/tokens';
import { expiryOf, scopesOf, type Power } from '../model/token-plan';
import { useAllProjects } from './token-table';
import { usePowerWords } from './token-words';
import classes from './tokens.module.css';

const DAYS = [7, 30, 90, 365];

export function MakeTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const make = useMakeToken();
  if (make.data) {
    return (
      <Dialog isOpen title={t`Your new token`} size="lg" isDismissable={false} onClose={onClose}>
        <div className={classes.fields}>
          <p className={classes.words}>
            <Trans>Copy it now: it is shown only this once, and kept only as a hash.</Trans>
          </p>
          <SecretOnce label={t`Token`} value={make.data.secret} />
          <SecretOnce
            label={t`On the machine that uses it`}
            value={`labelwright login ${location.origin}`}
          />
          <div className={classes.end}>
            <Button onClick={onClose}>
              <Trans>I have kept it</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog isOpen title={t`Make a token`} size="lg" onClose={onClose}>
      <MakeTokenForm make={make} onClose={onClose} />
    </Dialog>
  );
}

interface MakeTokenFormProps {
  make: ReturnType<typeof useMakeToken>;
  onClose: () => void;
}

function MakeTokenForm({ make, onClose }: MakeTokenFormProps) {
  const { t, i18n } = useLingui();
  const words = usePowerWords();
  const organisations = (useSession()?.organisations ?? []).filter(({ vendor }) => vendor === null);
  const [organisation, setOrganisation] = useState(organisations[0]?.id ?? '');
  const [name, setName] = useState('');
  const [power, setPower] = useState<Power>('dataset:read');
  const [projects, setProjects] = useState<string[]>([]);
  const [days, setDays] = useState(90);
  const all = useAllProjects();
  const problem = isProblem(make.error) ? make.error : null;
  const mine = (all.data ?? []).filter((project) => project.organisation === organisation);
  const dayWords: Record<number, string> = {
    7: t`a week`,
    30: t`30 days`,
    90: t`90 days`,
    365: t`a year`,
  };
  return (
    <Form
      submitLabel={t`Make the token`}
      isBusy={make.isPending}
      isDisabled={name.trim() === '' || organisation === ''}
      onCancel={onClose}
      onSubmit={() =>
        make.mutate({
          name: name.trim(),
          organisation,
          scopes: scopesOf({ power, projects }),
          expires_at: expiryOf(days, new Date()),
        })
      }
    >
      <TextInput
        label={t`What it is for`}
        placeholder={t`Training machine`}
        data-autofocus
        maxLength={100}
        value={name}
        error={problem?.at('/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {organisations.length > 1 && (
        <Select
          label={t`Organisation`}
          allowDeselect={false}
          data={organisations.map(({ id, name: title }) => ({ value: id, label: title }))}
          value={organisation}
          onChange={(value) => {
            setOrganisation(value ?? '');
            setProjects([]);
          }}
        />
      )}
      <ChoiceCards
        label={t`What it may do`}
        value={power}
        onChange={setPower}
        cards={(['dataset:read', 'predictions:write', 'read', 'write'] as const).map((value) => ({
          value,
          ...words.powers[value],
        }))}
      />
      <MultiSelect
        label={t`Where`}
        description={t`Leave it empty for all projects, those to come included.`}
        placeholder={projects.length === 0 ? t`All projects` : undefined}
        searchable
        data={mine.map(({ id, name: title }) => ({ value: id, label: title }))}
        value={projects}
        error={problem?.at('/scopes')}
        onChange={setProjects}
      />
      <Select
        label={t`Good for`}
        description={t`Until ${formatDate(expiryOf(days, new Date()), i18n.locale)}`}
        allowDeselect={false}
        data={DAYS.map((each) => ({ value: String(each), label: dayWords[each] ?? String(each) }))}
        value={String(days)}
        error={problem?.at('/expires_at')}
        onChange={(value) => setDays(Number(value))}
      />
      <ProblemAlert error={make.error} shownPointers={['/name', '/expires_at']} />
    </Form>
  );
}
