import { Trans, useLingui } from '@lingui/react/macro';
import { ColourSwatch } from '@/components/colour-swatch';
import { Count } from '@/components/count';
import { Stat } from '@/components/stat';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import type { FieldFigures, LabelFigures } from '../api/scores';
import { Bar } from './bar';
import { ConfusionMatrix } from './confusion-matrix';
import { difference, figure, useFigureWords } from './figure-words';
import classes from './field-section.module.css';

interface FieldSectionProps {
  field: FieldFigures;
  /** The same field of another score. */
  beside: FieldFigures | undefined;
  schema: SchemaDocument | undefined;
}

/** One field: its figures, each label as a bar, and what was taken for what. */
export function FieldSection({ field, beside, schema }: FieldSectionProps) {
  const { i18n } = useLingui();
  const words = useFigureWords();
  const known = schema?.fields.find(({ key }) => key === field.field);
  const named = useNames(field, schema);
  const heading = known ? titleOf(known, i18n.locale) : field.name;
  const used = field.labels.filter(({ labelled, predicted }) => labelled + predicted > 0);
  return (
    <section className={classes.section} aria-label={heading}>
      <h2 className={classes.title}>{heading}</h2>
      <div className={classes.stats}>
        {Object.entries(field.figures).map(([name, value]) => {
          const theirs = beside?.figures[name];
          return (
            <Stat
              key={name}
              label={words[name] ?? name}
              value={figure(value, i18n.locale)}
              note={
                isNumber(value) && isNumber(theirs)
                  ? difference(value - theirs, i18n.locale)
                  : undefined
              }
            />
          );
        })}
      </div>
      {used.length > 0 && (
        <LabelTable labels={used} beside={beside} type={field.type} named={named} />
      )}
      <ConfusionMatrix field={field} title={(label) => named(label).title} />
    </section>
  );
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

interface Named {
  title: string;
  colour: string | undefined;
}

function useNames(field: FieldFigures, schema: SchemaDocument | undefined) {
  const { i18n } = useLingui();
  const known = schema?.fields.find(({ key }) => key === field.field);
  const parts = [
    ...(known && 'labels' in known ? (known.labels ?? []) : []),
    ...(known && 'options' in known ? (known.options ?? []) : []),
  ];
  return (key: string): Named => {
    const part = parts.find((each) => each.key === key);
    const name = field.labels.find(({ label }) => label === key)?.name ?? key;
    return {
      title: part ? titleOf(part, i18n.locale) : name,
      colour: part && 'colour' in part ? (part.colour ?? undefined) : undefined,
    };
  };
}

interface LabelTableProps {
  labels: readonly LabelFigures[];
  beside: FieldFigures | undefined;
  type: string;
  named: (label: string) => Named;
}

function LabelTable({ labels, beside, type, named }: LabelTableProps) {
  const { i18n } = useLingui();
  const { locale } = i18n;
  const isLocated = type === 'regions';
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col" className={classes.name}>
            <Trans>Label</Trans>
          </th>
          <th scope="col" className={classes.bar}>
            F1
          </th>
          <td />
          {beside && (
            <th scope="col">
              <Trans>Difference</Trans>
            </th>
          )}
          <th scope="col">
            <Trans>Precision</Trans>
          </th>
          <th scope="col">
            <Trans>Recall</Trans>
          </th>
          {isLocated && <th scope="col">AP</th>}
          <th scope="col">
            <Trans>By people</Trans>
          </th>
          <th scope="col">
            <Trans>Right</Trans>
          </th>
          <th scope="col">
            <Trans>Missed</Trans>
          </th>
          <th scope="col">
            <Trans>Too many</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {labels.map((each) => {
          const { title, colour } = named(each.label);
          const theirs = beside?.labels.find(({ label }) => label === each.label);
          return (
            <tr key={each.label}>
              <th scope="row" className={classes.name} title={title}>
                {colour && <ColourSwatch colour={colour} />} {title}
              </th>
              <td className={classes.bar}>
                <Bar value={each.f1} mark={theirs?.f1} />
              </td>
              <td>{figure(each.f1, locale)}</td>
              {beside && <Difference mine={each.f1} theirs={theirs?.f1} />}
              <td>{figure(each.precision, locale)}</td>
              <td>{figure(each.recall, locale)}</td>
              {isLocated && <td>{figure(each.ap, locale)}</td>}
              <td>
                <Count value={each.labelled} />
              </td>
              <td>
                <Count value={each.right} />
              </td>
              <td>
                <Count value={each.missed} />
              </td>
              <td>
                <Count value={each.extra} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface DifferenceProps {
  mine: number | null;
  theirs: number | null | undefined;
}

function Difference({ mine, theirs }: DifferenceProps) {
  const { i18n } = useLingui();
  if (!isNumber(mine) || !isNumber(theirs)) return <td>–</td>;
  const change = mine - theirs;
  const tone = Math.abs(change) < 0.0005 ? undefined : change > 0 ? 'better' : 'worse';
  return (
    <td className={classes.difference} data-tone={tone}>
      {difference(change, i18n.locale)}
    </td>
  );
}
