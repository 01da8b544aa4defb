import { useLingui } from '@lingui/react';
import { Plural, Trans } from '@lingui/react/macro';
import { ColourSwatch } from '@/components/colour-swatch';
import { Count } from '@/components/count';
import { formatBytes } from '@/lib/format';
import type { DatasetVersionDetail } from '../api/versions';
import { OUTCOME_WORDS } from './dataset-words';
import classes from './decisions-section.module.css';
import { Line, Lines } from './lines';
import { Section } from './section';
import type { Charts } from './use-charts';

const SHOWN = 8;

interface DecisionsSectionProps {
  version: DatasetVersionDetail;
  contents: Charts;
}

/** The answered questions that the version takes along; nothing where there are none. */
export function DecisionsSection({ version, contents }: DecisionsSectionProps) {
  const { i18n } = useLingui();
  const { decisions } = version;
  if (!decisions) return null;
  const outcomes = Object.entries(decisions.outcomes).filter(([, count]) => count > 0);
  const size = formatBytes(decisions.size, i18n.locale);
  const { path } = decisions;
  return (
    <Section
      title={<Trans>What was decided</Trans>}
      anchor="decisions"
      aside={
        <Plural value={decisions.count} one="# answered question" other="# answered questions" />
      }
    >
      <p className={classes.lead}>
        <Trans>
          What was asked about these labels, in the words that were published to everybody. Nobody
          is named.
        </Trans>
      </p>
      <Lines>
        {outcomes.map(([outcome, count]) => {
          const words = OUTCOME_WORDS[outcome];
          return (
            <Line
              key={outcome}
              sign={<Plural value={count} one="# question" other="# questions" />}
            >
              {words ? i18n._(words) : outcome}
            </Line>
          );
        })}
      </Lines>
      {decisions.labels.length > 0 && (
        <div className={classes.asked}>
          <span className={classes.term}>
            <Trans>Asked about most</Trans>
          </span>
          <ul className={classes.labels}>
            {decisions.labels.slice(0, SHOWN).map(({ field, label, name, count }) => {
              const chart = contents.charts.find(({ key }) => key === field);
              const bar = chart?.bars.find(({ key }) => key === label);
              return (
                <li key={`${field}/${label}`} className={classes.label}>
                  {bar?.colour && <ColourSwatch colour={bar.colour} />}
                  {bar?.title ?? name}
                  <span className={classes.count}>
                    <Count value={count} />
                  </span>
                </li>
              );
            })}
          </ul>
        </div>
      )}
      <p className={classes.foot}>
        <a
          className={classes.download}
          href={`/api/v1/dataset-versions/${version.id}/files/${decisions.sha256}`}
          download={path}
        >
          <Trans>Download {path}</Trans>
        </a>{' '}
        <span className={classes.term}>{size}</span>
      </p>
    </Section>
  );
}
