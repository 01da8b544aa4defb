import { Button, Select, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { DraftReview } from '@/api/guideline-review';
import { calledIn } from '@/api/project-members';
import { Dialog } from '@/components/dialog';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import type { Tone } from '@/lib/toasts';
import { useAskForReview, useDecideReview, useWithdrawReview } from '../api/draft-review';
import classes from './review-bar.module.css';

const TONES: Record<DraftReview['state'], Tone> = {
  '': 'idle',
  asked: 'info',
  approved: 'good',
  changes: 'warn',
  outdated: 'warn',
};

interface ReviewBarProps {
  project: string;
  state: DraftReview;
  /** Saves what is written, and says which version that is; null when it cannot be saved. */
  onSave: () => Promise<number | null>;
}

/** What became of asking for a review, and the decision for who is asked. Nothing, where nobody was. */
export function ReviewBar({ project, state, onSave }: ReviewBarProps) {
  const { t } = useLingui();
  const decide = useDecideReview(project);
  const withdraw = useWithdrawReview(project);
  const [isRefusing, setIsRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const { review } = state;
  if (!review) return null;

  const handleDecide = async (decision: 'approved' | 'changes') => {
    const version = await onSave();
    if (version === null) return;
    decide.mutate(
      { decision, reason: decision === 'changes' ? reason.trim() : '', version },
      { onSuccess: () => setIsRefusing(false) },
    );
  };
  const asker = calledIn(review.asked_by);
  const reviewer = review.reviewer && calledIn(review.reviewer);
  const decider = review.decided_by ? calledIn(review.decided_by) : '';
  const words: Record<DraftReview['state'], string> = {
    '': '',
    asked: state.waits_for_me
      ? t`${asker} asks you to review this draft`
      : reviewer
        ? t`Waits for ${reviewer}`
        : t`Waits for a second curator`,
    approved: t`${decider} approves this draft`,
    changes: t`${decider} asks for changes`,
    outdated: t`Changed since ${decider} approved it`,
  };
  return (
    <section className={classes.bar} aria-label={t({ message: 'Review', context: 'of a draft' })}>
      <StatusBadge tone={TONES[state.state]}>{words[state.state]}</StatusBadge>
      <span className={classes.note}>
        {(state.state === 'asked' ? review.note : review.reason) || (
          <RelativeTime value={review.decided_at ?? review.asked_at} />
        )}
      </span>
      <div className={classes.actions}>
        {state.waits_for_me && (
          <>
            <Button size="xs" variant="default" onClick={() => setIsRefusing(true)}>
              <Trans>Ask for changes…</Trans>
            </Button>
            <Button
              size="xs"
              loading={decide.isPending}
              onClick={() => void handleDecide('approved')}
            >
              <Trans>Approve</Trans>
            </Button>
          </>
        )}
        {state.state === 'asked' && !state.waits_for_me && (
          <Button
            size="xs"
            variant="subtle"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            <Trans>Do not ask any more</Trans>
          </Button>
        )}
      </div>
      {!isRefusing && <ProblemAlert error={decide.error ?? withdraw.error} />}
      <Dialog isOpen={isRefusing} title={t`Ask for changes`} onClose={() => setIsRefusing(false)}>
        <div className={classes.form}>
          <Textarea
            label={t`What is to be changed?`}
            description={t`In a sentence; details belong into comments at the sections.`}
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemAlert error={decide.error} />
          <div className={classes.end}>
            <Button variant="default" onClick={() => setIsRefusing(false)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button loading={decide.isPending} onClick={() => void handleDecide('changes')}>
              <Trans>Ask for changes</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    </section>
  );
}

interface AskDialogProps {
  isOpen: boolean;
  project: string;
  state: DraftReview | undefined;
  onClose: () => void;
}

/** Whom to ask, and what to look at. */
export function AskForReviewDialog(props: AskDialogProps) {
  const { t } = useLingui();
  return (
    <Dialog isOpen={props.isOpen} title={t`Ask for a review`} onClose={props.onClose}>
      <AskForm {...props} />
    </Dialog>
  );
}

function AskForm({ project, state, onClose }: AskDialogProps) {
  const { t } = useLingui();
  const [reviewer, setReviewer] = useState('');
  const [note, setNote] = useState('');
  const ask = useAskForReview(project, onClose);
  const people = state?.reviewers ?? [];
  if (state && people.length === 0) {
    return (
      <p className={classes.none}>
        <Trans>
          Nobody else may edit guidelines here. Give somebody the role of a curator first.
        </Trans>
      </p>
    );
  }
  return (
    <div className={classes.form}>
      <Select
        label={t`Who reviews it`}
        allowDeselect={false}
        data={[
          { value: '', label: t`Whoever may edit guidelines` },
          ...people.map((person) => ({ value: person.user, label: calledIn(person) })),
        ]}
        value={reviewer}
        onChange={(value) => setReviewer(value ?? '')}
      />
      <Textarea
        label={t`What to look at`}
        autosize
        minRows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ProblemAlert error={ask.error} />
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          loading={ask.isPending}
          onClick={() => ask.mutate({ reviewer: reviewer || null, note: note.trim() })}
        >
          <Trans>Ask for a review</Trans>
        </Button>
      </div>
    </div>
  );
}
