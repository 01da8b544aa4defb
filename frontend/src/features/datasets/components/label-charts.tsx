import { useLingui } from '@lingui/react';
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ColourSwatch } from '@/components/colour-swatch';
import { Count } from '@/components/count';
import { formatNumber } from '@/lib/format';
import type { FieldChart, LabelBar } from '../model/distribution';
import classes from './label-charts.module.css';
import { splitColour } from './split-colours';

interface LabelChartsProps {
  charts: readonly FieldChart[];
  splits: readonly string[];
  /** Where a label is explained: the guideline's section of that key. */
  rules?: { slug: string; number: number };
  /** For a dialog: less room, and no door away from it. */
  isCompact?: boolean;
}

/** How often each label is used, by split: a table whose rows are bars. */
export function LabelCharts(props: LabelChartsProps) {
  return props.charts.map((chart) => <Field key={chart.key} chart={chart} {...props} />);
}

function Field({ chart, splits, rules, isCompact }: LabelChartsProps & { chart: FieldChart }) {
  return (
    <table className={classes.table} data-compact={isCompact || undefined}>
      <caption className={classes.caption}>
        <span className={classes.title}>{chart.title}</span>
        <span className={classes.total}>
          <Total chart={chart} />
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col" className={classes.labelHead}>
            <Trans>Label</Trans>
          </th>
          <td className={classes.barHead} />
          {splits.map((split, place) => (
            <th key={split} scope="col" className={classes.number}>
              <span className={classes.split}>
                <ColourSwatch colour={splitColour(place)} size={8} />
                {split}
              </span>
            </th>
          ))}
          <th scope="col" className={classes.number}>
            <Trans>All</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {chart.bars.map((bar) => (
          <Row key={bar.key} bar={bar} rules={rules} />
        ))}
      </tbody>
    </table>
  );
}

function Total({ chart }: { chart: FieldChart }) {
  if (chart.type === 'regions') {
    return <Plural value={chart.total} one="# region" other="# regions" />;
  }
  if (chart.type === 'spans') return <Plural value={chart.total} one="# span" other="# spans" />;
  if (chart.type === 'segments')
    return <Plural value={chart.total} one="# segment" other="# segments" />;
  return <Plural value={chart.total} one="# choice" other="# choices" />;
}

function Row({ bar, rules }: { bar: LabelBar; rules: LabelChartsProps['rules'] }) {
  const { i18n } = useLingui();
  return (
    <tr className={classes.row} data-none={bar.total === 0 || undefined}>
      <th scope="row" className={classes.label}>
        <span className={classes.name}>
          {bar.colour && <ColourSwatch colour={bar.colour} />}
          {rules ? (
            <Link
              to="/projects/$slug/guideline"
              params={{ slug: rules.slug }}
              search={{ version: rules.number, section: bar.key }}
              className={classes.door}
            >
              {bar.title}
            </Link>
          ) : (
            <span className={classes.word}>{bar.title}</span>
          )}
        </span>
      </th>
      <td className={classes.bar}>
        <svg
          className={classes.svg}
          viewBox="0 0 100 10"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect className={classes.ground} width={100} height={10} />
          {bar.parts.map((part, place) => (
            <rect
              key={part.split}
              x={part.from * 100}
              width={part.width * 100}
              height={10}
              fill={splitColour(place)}
            >
              <title>{`${part.split} ${formatNumber(part.count, i18n.locale)}`}</title>
            </rect>
          ))}
        </svg>
      </td>
      {bar.parts.map((part) => (
        <td
          key={part.split}
          className={classes.number}
          data-gap={(part.count === 0 && bar.total > 0) || undefined}
        >
          <Count value={part.count} />
        </td>
      ))}
      <td className={`${classes.number} ${classes.sum}`}>
        <Count value={bar.total} />
      </td>
    </tr>
  );
}
