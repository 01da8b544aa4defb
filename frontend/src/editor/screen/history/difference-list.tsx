import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { namesIn, type Names } from '@/lib/schema-names';
import type { AttributeValue } from '../../core/value';
import { answerWords } from '../mini-view';
import { lookOf, type Side } from './drawn-difference';
import classes from './difference-list.module.css';
import type { AnswerDifference, RegionDifference, ValueDifference } from './value-difference';

interface DifferenceListProps {
  before: Side;
  after: Side;
  difference: ValueDifference;
  /** The region that is looked at. */
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

/** What differs, in words: for those who would rather read than look, and for what cannot be drawn. */
export function DifferenceList(props: DifferenceListProps) {
  const { before, after, difference, chosen, onChoose } = props;
  const { t, i18n } = useLingui();
  const names = namesIn([after.schema, before.schema], i18n.locale);
  return (
    <ul className={classes.list} aria-label={t`What differs`}>
      {difference.regions.map((each) => (
        <li key={each.id}>
          <button
            type="button"
            className={classes.row}
            aria-pressed={chosen === each.id}
            onClick={() => onChoose(chosen === each.id ? null : each.id)}
          >
            <RegionWords difference={each} names={names} />
          </button>
        </li>
      ))}
      {difference.answers.map((each) => (
        <li key={each.field} className={classes.row}>
          <AnswerWords difference={each} before={before} after={after} names={names} />
        </li>
      ))}
      {difference.relations.map(({ field, added, removed }) => (
        <li key={field} className={classes.row}>
          <span className={classes.title}>{names.field(field)}</span>
          <span className={classes.what}>
            {added > 0 && <Plural value={added} one="# arrow added" other="# arrows added" />}
            {added > 0 && removed > 0 && ' · '}
            {removed > 0 && (
              <Plural value={removed} one="# arrow removed" other="# arrows removed" />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function RegionWords({ difference, names }: { difference: RegionDifference; names: Names }) {
  const { t } = useLingui();
  const { before, after, standing, isMoved, isRelabelled, isRegrouped, isReordered, attributes } = difference;
  const region = after ?? before;
  if (!region) return null;
  const { field, label } = region;
  const old = before ? names.label(before.field, before.label) : '';
  const attributeWords = (key: string, value: AttributeValue | undefined) => {
    if (value === undefined) return t`nothing`;
    if (typeof value === 'boolean') return value ? t`yes` : t`no`;
    return [value]
      .flat()
      .map((part) => names.option(field, label, key, String(part)))
      .join(', ');
  };
  const told: ReactNode[] = [];
  if (standing === 'added') told.push(<Trans key="added">added</Trans>);
  if (standing === 'removed') told.push(<Trans key="removed">removed</Trans>);
  if (isRelabelled) told.push(<Trans key="label">was {old}</Trans>);
  if (isMoved) told.push(<Trans key="moved">moved or reshaped</Trans>);
  if (isRegrouped)
    told.push(
      after?.group ? (
        <Trans key="group">in another group</Trans>
      ) : (
        <Trans key="group">out of its group</Trans>
      ),
    );
  if (isReordered) told.push(<Trans key="order">moved in the order</Trans>);
  for (const key of attributes) {
    told.push(
      <span key={key}>
        {names.attribute(field, label, key)}:{' '}
        <del>{attributeWords(key, before?.attributes[key])}</del> →{' '}
        <ins>{attributeWords(key, after?.attributes[key])}</ins>
      </span>,
    );
  }
  const look = lookOf(standing);
  return (
    <>
      <span className={classes.sign} style={{ '--standing': look.colour }} aria-hidden="true">
        {look.sign}
      </span>
      <span className={classes.title}>{names.label(field, label)}</span>
      <span className={classes.what}>
        {told.map((part, at) => (
          <span key={at}>
            {at > 0 && ' · '}
            {part}
          </span>
        ))}
      </span>
    </>
  );
}

interface AnswerWordsProps {
  difference: AnswerDifference;
  before: Side;
  after: Side;
  names: Names;
}

function AnswerWords({ difference, before, after, names }: AnswerWordsProps) {
  const { t, i18n } = useLingui();
  const words = (side: Side, answer: AnswerDifference['after']) =>
    (answer && answerWords(side.schema, difference.field, answer, i18n.locale)) || t`nothing`;
  return (
    <>
      <span className={classes.title}>{names.field(difference.field)}</span>
      <span className={classes.what}>
        <del>{words(before, difference.before)}</del> → <ins>{words(after, difference.after)}</ins>
      </span>
    </>
  );
}
