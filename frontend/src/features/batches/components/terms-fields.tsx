import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { ChoiceCards } from '@/components/choice-cards';
import type { ApiProblem } from '@/lib/problem';
import type { Plan } from '../model/plan';
import { useBatchWords } from './batch-words';
import classes from './batch-form.module.css';

interface TermsFieldsProps {
  plan: Plan;
  onChange: (patch: Partial<Plan>) => void;
  problem: ApiProblem | null;
}

/** What can be changed as long as a batch is there. */
export function TermsFields({ plan, onChange, problem }: TermsFieldsProps) {
  const { t } = useLingui();
  const { reviews } = useBatchWords();
  return (
    <>
      {plan.kind === 'training' ? (
        <NumberInput
          className={classes.short}
          label={t`Needed to pass, in percent`}
          description={t`The mean over all items. Who does not reach it may take another round.`}
          min={1}
          max={100}
          clampBehavior="strict"
          suffix=" %"
          value={plan.passMark}
          error={problem?.at('/pass_mark')}
          onChange={(value) => onChange({ passMark: Number(value) || 1 })}
        />
      ) : (
        <ChoiceCards
          label={t`Review`}
          value={plan.reviewPolicy}
          onChange={(reviewPolicy) => onChange({ reviewPolicy })}
          cards={(['all', 'none'] as const).map((value) => ({ value, ...reviews[value] }))}
        />
      )}
      {(plan.kind === 'pilot' || plan.kind === 'production') && (
        <Checkbox
          label={t`Show what models predict`}
          description={t`Annotators take it over or turn it down. Faster, but people tend to agree with what is there already.`}
          checked={plan.showsPredictions}
          error={problem?.at('/shows_predictions')}
          onChange={(event) => onChange({ showsPredictions: event.currentTarget.checked })}
        />
      )}
      <div className={classes.pair}>
        <NumberInput
          label={t`Minutes for a task`}
          description={t`Then it goes back, if it was not submitted. Work in progress is kept.`}
          min={1}
          max={10_080}
          clampBehavior="strict"
          value={plan.leaseMinutes}
          error={problem?.at('/lease_minutes')}
          onChange={(value) => onChange({ leaseMinutes: Number(value) || 1 })}
        />
        <TextInput
          label={t`Due`}
          description={t`Your local time. What is due sooner goes out first.`}
          type="datetime-local"
          value={plan.due}
          error={problem?.at('/due_at')}
          onChange={(event) => onChange({ due: event.currentTarget.value })}
        />
      </div>
      <NumberInput
        label={t`Price of a task`}
        description={t`In the currency you pay in. For estimates; annotators never see it.`}
        min={0}
        max={99_999_999}
        decimalScale={2}
        hideControls
        value={plan.price}
        error={problem?.at('/price')}
        onChange={(value) => onChange({ price: value === '' ? '' : Number(value) })}
      />
      <Textarea
        label={t`Instructions`}
        description={t`Shown to the annotators of this batch. Rules belong into the guideline.`}
        autosize
        minRows={3}
        maxLength={5000}
        value={plan.instructions}
        error={problem?.at('/instructions')}
        onChange={(event) => onChange({ instructions: event.currentTarget.value })}
      />
    </>
  );
}
