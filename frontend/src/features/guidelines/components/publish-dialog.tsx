import { Button, Checkbox, Modal, Radio, Textarea } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useDraftExamples } from '@/api/guideline-examples';
import {
  guidelineVersionQuery,
  type GuidelineEntry,
  type GuidelineVersion,
} from '@/api/guideline-version';
import type { DraftReview } from '@/api/guideline-review';
import type { Project } from '@/api/project';
import { CHANGE_KINDS, KIND_ORDER, type ChangeKind } from '@/components/change-kinds';
import { ProblemAlert } from '@/components/problem-alert';
import { useSaveStatus, type Autosaver } from '@/lib/autosave';
import { useSuspendedCommands } from '@/lib/commands';
import { exampleKeys } from '@/lib/examples';
import type { SchemaDocument } from '@/lib/schema-document';
import { usePublishGuidelineDraft } from '../api/guideline-draft';
import { changedLines, textDifference } from '../text/difference';
import { withSectionKeys } from '../text/sections';
import { CheckQuestions } from './check-questions';
import { DifferenceView } from './difference-view';
import { LeftBehind } from './left-behind';
import classes from './publish-dialog.module.css';
import { TouchedParts } from './touched-parts';
import { usePointers } from './use-pointers';
import { useTouched } from './use-touched';

interface PublishDialogProps {
  isOpen: boolean;
  project: Project;
  saver: Autosaver<string, GuidelineVersion>;
  current: GuidelineEntry | null;
  document: SchemaDocument | null;
  text: string;
  review: DraftReview | undefined;
  onClose: () => void;
  onPublished: (kind: ChangeKind) => void;
}

/** The last look: what kind of change it is, and what people are told about it. */
export function PublishDialog(props: PublishDialogProps) {
  const { t } = useLingui();
  const number = (props.current?.number ?? 0) + 1;
  const [isBehind, setIsBehind] = useState(false);
  useSuspendedCommands(props.isOpen);
  return (
    <Modal
      opened={props.isOpen}
      inert={isBehind}
      onClose={props.onClose}
      title={t`Publish guideline version ${number}`}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Body {...props} number={number} onBehind={setIsBehind} />
    </Modal>
  );
}

function Body({
  project,
  saver,
  current,
  document,
  text,
  review,
  number,
  onClose,
  onPublished,
  onBehind,
}: PublishDialogProps & { number: number; onBehind: (isBehind: boolean) => void }) {
  const { t, i18n } = useLingui();
  const publish = usePublishGuidelineDraft(project);
  const status = useSaveStatus(saver);
  const published = useQuery({
    ...guidelineVersionQuery(current?.id ?? '', null),
    enabled: current !== null,
  });
  const [kind, setKind] = useState<ChangeKind>(current ? 'clarification' : 'rule_change');
  const [summary, setSummary] = useState(current ? '' : t`The first guideline`);
  const [isAsking, setIsAsking] = useState(false);
  const before = published.data?.markdown;
  const after = useMemo(() => withSectionKeys(text), [text]);
  const changed = useMemo(
    () => (before === undefined ? null : changedLines(textDifference(before, after, i18n.locale))),
    [before, after, i18n.locale],
  );
  const [isAnyway, setIsAnyway] = useState(false);
  const isAgreed =
    !review || (review.open_comments === 0 && ['', 'approved'].includes(review.state));
  const isTextSame = before !== undefined && before === after;
  const isEmpty = text.trim() === '';

  // Once it is published there is no draft to ask about, and the dialog is still closing.
  const isDraft = !publish.isPending && !publish.isSuccess;
  const touched = useTouched(project.id, saver, after, current !== null && !isEmpty && isDraft);

  const pointers = usePointers(project.id, saver, after, current !== null && !isEmpty && isDraft);
  const keys = useMemo(() => exampleKeys(`${before ?? ''}\n${after}`).join(), [before, after]);
  const examples = useDraftExamples(project.id, keys);
  const isTranslated = touched.proposed?.translations === true;
  const isUnchanged = isTextSame && !isTranslated;

  const handlePublish = async () => {
    setIsAsking(true);
    const isSaved = await saver.flush();
    setIsAsking(false);
    if (!isSaved) return;
    publish.mutate(
      {
        change_kind: kind,
        summary: summary.trim(),
        sections: touched.sections,
        labels: touched.labels,
        moves: pointers.moves,
        anyway: isAnyway,
        version: saver.get().version,
      },
      { onSuccess: () => onPublished(kind) },
    );
  };

  return (
    <div className={classes.body}>
      {isEmpty && (
        <p className={classes.hold}>
          <Trans>A guideline says something before it is published.</Trans>
        </p>
      )}
      {isUnchanged && (
        <p className={classes.hold}>
          <Trans>Nothing has changed since version {current?.number}.</Trans>
        </p>
      )}
      {current && (
        <Radio.Group
          label={t`What kind of change is it?`}
          value={kind}
          onChange={(value) => setKind(value as ChangeKind /* from the list below */)}
        >
          <div className={classes.kinds}>
            {KIND_ORDER.map((each) => (
              <Radio
                key={each}
                value={each}
                label={i18n._(CHANGE_KINDS[each].title)}
                description={i18n._(CHANGE_KINDS[each].note)}
              />
            ))}
          </div>
        </Radio.Group>
      )}
      {current && (
        <p className={classes.consequence}>
          {kind === 'editorial' ? (
            <Trans>Nobody is stopped: people see the new text from now on.</Trans>
          ) : (
            <Trans>
              Everybody who labels here is shown what changed before their next task, and confirms
              it.
            </Trans>
          )}
        </p>
      )}
      <Textarea
        label={t`What changed, for the people who label`}
        placeholder={t`A halo belongs to the cell from now on`}
        autosize
        minRows={2}
        maxLength={500}
        required
        value={summary}
        data-autofocus
        onChange={(event) => setSummary(event.currentTarget.value)}
      />
      {isTextSame && isTranslated && (
        <p className={classes.consequence}>
          <Trans>Only what it reads in other languages has changed.</Trans>
        </p>
      )}
      {current && !isTextSame && (
        <TouchedParts touched={touched} document={document} text={after} />
      )}
      {current && isDraft && (
        <CheckQuestions
          project={project}
          document={document}
          text={after}
          isAsked={kind === 'rule_change'}
          onEditing={onBehind}
        />
      )}
      <LeftBehind choice={pointers} sections={published.data?.sections ?? []} text={after} />
      {before !== undefined && changed !== null && changed > 0 && (
        <details className={classes.difference}>
          <summary>
            <Plural value={changed} one="# line differs" other="# lines differ" />
          </summary>
          <DifferenceView
            before={before}
            after={after}
            examples={{ before: examples, after: examples }}
          />
        </details>
      )}
      {!isAgreed && (
        <Checkbox
          className={classes.anyway}
          label={t`Publish it anyway`}
          description={<DisagreementWords comments={review.open_comments} state={review.state} />}
          checked={isAnyway}
          onChange={(event) => setIsAnyway(event.currentTarget.checked)}
        />
      )}
      <ProblemAlert error={publish.error ?? (isAsking ? null : status.problem)} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          disabled={
            isEmpty ||
            isUnchanged ||
            touched.isPending ||
            pointers.isPending ||
            !pointers.isDecided ||
            summary.trim() === '' ||
            !(isAgreed || isAnyway)
          }
          loading={isAsking || publish.isPending}
          onClick={() => void handlePublish()}
        >
          <Trans>Publish version {number}</Trans>
        </Button>
      </div>
    </div>
  );
}

/** What speaks against publishing now. */
function DisagreementWords({ comments, state }: { comments: number; state: DraftReview['state'] }) {
  return (
    <>
      {comments > 0 && (
        <>
          <Plural
            value={comments}
            one="One comment is open; it goes on to the next draft."
            other="# comments are open; they go on to the next draft."
          />{' '}
        </>
      )}
      {state === 'asked' && <Trans>A review was asked for and is not there yet.</Trans>}
      {state === 'changes' && <Trans>The review asks for changes.</Trans>}
      {state === 'outdated' && <Trans>The draft has changed since it was approved.</Trans>}
    </>
  );
}
