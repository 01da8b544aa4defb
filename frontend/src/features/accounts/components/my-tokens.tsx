import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '@/api/session';
import { useCommands } from '@/lib/commands';
import { MakeTokenDialog } from './make-token-dialog';
import { TokenTable } from './token-table';
import classes from './tokens.module.css';

/** My tokens, on my account's page. A vendor's people work in the browser only. */
export function MyTokens() {
  const { t } = useLingui();
  const [isMaking, setIsMaking] = useState(false);
  const canMake = useSession()?.organisations.some(({ vendor }) => vendor === null) ?? false;
  useCommands([
    {
      name: 'tokens.make',
      title: t`Make a token`,
      when: () => canMake,
      run: () => setIsMaking(true),
    },
  ]);
  if (!canMake) return null;
  return (
    <section className={classes.section} aria-labelledby="tokens">
      <div className={classes.head}>
        <div>
          <h2 className={classes.title} id="tokens">
            <Trans>Tokens</Trans>
          </h2>
          <p className={classes.note}>
            <Trans>
              For the command line and for machines. A token may never do more than you may.
            </Trans>
          </p>
        </div>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          onClick={() => setIsMaking(true)}
        >
          <Trans>Make a token</Trans>
        </Button>
      </div>
      <TokenTable
        organisation={null}
        empty={
          <p className={classes.words}>
            <Trans>
              You have none. With one, <code>labelwright pull</code> gets a dataset version onto any
              machine.
            </Trans>
          </p>
        }
      />
      {isMaking && <MakeTokenDialog onClose={() => setIsMaking(false)} />}
    </section>
  );
}
