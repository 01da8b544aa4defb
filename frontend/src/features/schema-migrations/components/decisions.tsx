import { Plural, Trans } from '@lingui/react/macro';
import { IconCheck } from '@tabler/icons-react';
import { ChoiceCards } from '@/components/choice-cards';
import { asText, type Plain, type SchemaDocument } from '@/lib/schema-document';
import { splitIn, undecided, type Choice, type Difference } from '../model/decisions';
import { labelOf } from '../model/split-rules';
import classes from './decisions.module.css';
import { KeepOrigin } from './keep-origin';
import type { Names } from '@/lib/schema-names';
import { useMeaningWords } from './operation-words';
import { SplitEditor } from './split-editor';
import type { DecisionTools } from './use-decisions';

interface DecisionsProps {
  project: string;
  differences: readonly Difference[];
  decisions: DecisionTools;
  before: SchemaDocument;
  after: SchemaDocument;
  names: Names;
}

/** What differs: first what somebody has to decide, then what can mean only one thing. */
export function Decisions(props: DecisionsProps) {
  const { differences, names } = props;
  const words = useMeaningWords(names);
  const open = undecided(differences);
  const settled = differences.filter((difference) => difference.decided !== null);
  return (
    <>
      {open.length > 0 && (
        <section className={classes.open}>
          <h2 className={classes.title}>
            <Trans>Your decisions</Trans>
          </h2>
          {open.map((difference) => (
            <Decision key={difference.id} difference={difference} {...props} />
          ))}
        </section>
      )}
      {differences.length === 0 && (
        <p className={classes.none}>
          <Trans>
            Only what people see has changed: titles, colours, shortcuts, help. No label notices.
          </Trans>
        </p>
      )}
      {settled.length > 0 && (
        <section>
          <h2 className={classes.title}>
            <Plural
              value={settled.length}
              one="One change is settled"
              other="# changes are settled"
            />
          </h2>
          <p className={classes.note}>
            <Trans>These mean only one thing, and take nothing from any label.</Trans>
          </p>
          <ul className={classes.settled}>
            {settled.map((difference) => (
              <li key={difference.id}>
                <IconCheck size={15} stroke={2} aria-hidden="true" />
                {words.difference(difference)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Decision(props: DecisionsProps & { difference: Difference }) {
  const { project, difference, decisions, before, after, names } = props;
  const words = useMeaningWords(names);
  const chosen = decisions.chosen[difference.id] ?? null;
  const choice = difference.choices.find(({ key }) => key === chosen);
  const split = splitIn(choice);
  const merge = mergeIn(choice);
  const isOld = (operation: Plain, key: string) => isIn(before, operation, key);
  const title = words.difference(difference);
  return (
    <article className={classes.decision} data-done={chosen !== null || undefined}>
      <h3 className={classes.what}>{title}</h3>
      <ChoiceCards
        label={title}
        isLabelHidden
        value={chosen}
        onChange={(key) => decisions.choose(difference.id, key)}
        cards={difference.choices.map((each) => ({
          value: each.key,
          title: (
            <span className={classes.choice}>
              {words.choice(each, isOld)}
              <Likely choice={each} among={difference.choices} />
            </span>
          ),
        }))}
      />
      {split && (
        <SplitEditor
          key={difference.id}
          operation={decisions.inPlan(split)}
          before={before}
          after={after}
          names={names}
          onChange={decisions.edit}
        />
      )}
      {merge && (
        <KeepOrigin
          project={project}
          merge={decisions.inPlan(merge)}
          before={before}
          names={names}
          isSaving={decisions.isSaving}
        />
      )}
    </article>
  );
}

const LIKELY = 0.5;

/** How sure the comparison is, as a quiet word: a number would claim more than it knows. */
function Likely({ choice, among }: { choice: Choice; among: readonly Choice[] }) {
  const isFirst = among[0]?.key === choice.key;
  if (!isFirst || choice.confidence < LIKELY || among.length < 2) return null;
  return (
    <span className={classes.likely}>
      <Trans>likely</Trans>
    </span>
  );
}

/** The merge among the operations of a choice. */
function mergeIn(choice: Choice | undefined): Plain | null {
  return choice?.operations.find(({ kind }) => kind === 'merge_labels/1')?.document ?? null;
}

/** Whether the old schema has the label or option that an operation names. */
function isIn(before: SchemaDocument, operation: Plain, key: string): boolean {
  const field = before.fields.find((each) => each.key === operation.field);
  if (operation.attribute) {
    const label = labelOf(before, {
      field: asText(operation.field),
      label: asText(operation.label),
    });
    const attribute = label?.attributes?.find((each) => each.key === operation.attribute);
    return attribute?.options?.some((option) => option.key === key) ?? false;
  }
  return [...(field?.labels ?? []), ...(field?.options ?? [])].some((each) => each.key === key);
}
