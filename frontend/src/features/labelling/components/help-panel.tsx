import { Trans, useLingui } from '@lingui/react/macro';
import { Shortcut } from '@/components/shortcut';
import { useKeyOf } from '@/lib/own-keys';
import { PAGE_KEYS } from '../model/page-keys';
import classes from './help-panel.module.css';

interface HelpPanelProps {
  instructions: string;
  skipKey: string;
  askKey: string;
}

/** What the batch wants, and the keys that carry one through the day. */
export function HelpPanel({ instructions, skipKey, askKey }: HelpPanelProps) {
  const { t } = useLingui();
  const keys: readonly (readonly [command: string, usual: string, title: string])[] = [
    ['labelling.submit', 'enter', t`Submit`],
    ['labelling.skip', skipKey, t`Skip with a reason`],
    ['labelling.ask', askKey, t`Ask a question`],
    ['labelling.previous', PAGE_KEYS.previous, t`Back to the item just submitted`],
    ['editor.undo', 'mod+z', t`Undo`],
    ['editor.region.next', ']', t`Next region`],
    ['labelling.guideline', PAGE_KEYS.guideline, t`Guideline`],
    ['labelling.regions', PAGE_KEYS.regions, t`List of regions`],
    ['labelling.panel', PAGE_KEYS.panel, t`Open or close this panel`],
    ['help.keys', PAGE_KEYS.help, t`All keys of this screen, and how to change them`],
  ];
  return (
    <div className={classes.help}>
      {instructions && (
        <section>
          <h3 className={classes.title}>
            <Trans>About this batch</Trans>
          </h3>
          <p className={classes.words}>{instructions}</p>
        </section>
      )}
      <section>
        <h3 className={classes.title}>
          <Trans>Keys</Trans>
        </h3>
        <dl className={classes.keys}>
          {keys.map(([command, usual, title]) => (
            <div key={command}>
              <dt>{title}</dt>
              <dd>
                <KeyOf command={command} usual={usual} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function KeyOf({ command, usual }: { command: string; usual: string }) {
  const keys = useKeyOf(command, usual);
  return keys ? <Shortcut keys={keys} /> : null;
}
