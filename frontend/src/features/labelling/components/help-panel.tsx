import { Trans, useLingui } from '@lingui/react/macro';
import { Shortcut } from '@/components/shortcut';
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
  const keys: readonly (readonly [string, string])[] = [
    ['enter', t`Submit`],
    [skipKey, t`Skip with a reason`],
    [askKey, t`Ask a question`],
    [PAGE_KEYS.previous, t`Back to the item just submitted`],
    ['mod+z', t`Undo`],
    [']', t`Next region`],
    [PAGE_KEYS.guideline, t`Guideline`],
    [PAGE_KEYS.regions, t`List of regions`],
    [PAGE_KEYS.panel, t`Open or close this panel`],
    [PAGE_KEYS.help, t`All keys of this screen`],
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
          {keys.map(([shortcut, title]) => (
            <div key={shortcut}>
              <dt>{title}</dt>
              <dd>
                <Shortcut keys={shortcut} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
