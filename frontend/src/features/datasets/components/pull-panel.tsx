import { Tabs } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { DatasetVersionDetail } from '../api/versions';
import { curlCommand, pythonCode, shellCommands } from '../model/pull';
import { CodeBlock } from './code-block';
import classes from './panel.module.css';

interface PullPanelProps {
  version: DatasetVersionDetail;
  /** Said where the short name alone could mean another organisation's project. */
  organisation: string | undefined;
}

/** The way to the bytes: the command line, Python, and plain HTTP. */
export function PullPanel({ version, organisation }: PullPanelProps) {
  const { t } = useLingui();
  const pull = {
    origin: location.origin,
    slug: version.slug,
    number: version.number ?? 0,
    organisation,
  };
  return (
    <section className={classes.panel} aria-labelledby="pull-title">
      <h2 className={classes.title} id="pull-title">
        <Trans>Pull it</Trans>
      </h2>
      <Tabs defaultValue="shell" classNames={{ tab: classes.tab }}>
        <Tabs.List>
          <Tabs.Tab value="shell">{t`Command line`}</Tabs.Tab>
          <Tabs.Tab value="python">Python</Tabs.Tab>
          <Tabs.Tab value="curl">curl</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="shell" className={classes.tabPanel}>
          <CodeBlock label={t`Command line`} code={shellCommands(pull)} />
          <p className={classes.note}>
            <Trans>
              Pulls into <code>./{`${version.slug}@${version.number}`}</code>. A pull that was cut
              off goes on where it stopped.
            </Trans>
          </p>
        </Tabs.Panel>
        <Tabs.Panel value="python" className={classes.tabPanel}>
          <CodeBlock label="Python" code={pythonCode(pull)} />
          <p className={classes.note}>
            <Trans>
              The package is in the folder <code>client</code> of Labelwright:{' '}
              <code>pip install './client[pandas]'</code>
            </Trans>
          </p>
        </Tabs.Panel>
        <Tabs.Panel value="curl" className={classes.tabPanel}>
          <CodeBlock label="curl" code={curlCommand(pull, version.id)} />
          <p className={classes.note}>
            <Trans>
              The manifest names every file by its hash; each is at <code>…/files/HASH</code>.
            </Trans>
          </p>
        </Tabs.Panel>
      </Tabs>
      <p className={classes.note}>
        <Trans>
          You need a token that may read datasets.{' '}
          <Link to="/account">Make one in your account</Link>.
        </Trans>
      </p>
    </section>
  );
}
