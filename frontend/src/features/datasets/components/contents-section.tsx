import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { SplitBar } from '@/components/split-bar';
import type { DatasetVersionDetail } from '../api/versions';
import { gaps } from '../model/distribution';
import classes from './contents-section.module.css';
import { GapNote } from './gap-note';
import { LabelCharts } from './label-charts';
import { Section } from './section';
import { splitColour } from './split-colours';
import type { Charts } from './use-charts';

interface ContentsSectionProps {
  version: DatasetVersionDetail;
  contents: Charts;
}

/** Items by split, then every label by split. */
export function ContentsSection({ version, contents }: ContentsSectionProps) {
  const { t } = useLingui();
  const { charts, splits } = contents;
  const items = version.counts?.items ?? 0;
  return (
    <Section
      title={<Trans>What is in it</Trans>}
      anchor="contents"
      aside={<Plural value={items} one="# item" other="# items" />}
    >
      <div className={classes.body}>
        <SplitBar
          label={t`Items by split`}
          parts={(version.counts?.splits ?? []).map((split, place) => ({
            key: split.name,
            label: split.name,
            value: split.items,
            colour: splitColour(place),
          }))}
        />
        <GapNote gaps={gaps(charts, splits)} />
        <div>
          <LabelCharts
            charts={charts}
            splits={splits}
            rules={
              version.guideline_version
                ? { slug: version.slug, number: version.guideline_version.number }
                : undefined
            }
          />
        </div>
      </div>
    </Section>
  );
}
