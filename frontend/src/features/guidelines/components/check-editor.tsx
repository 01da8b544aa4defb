import { ActionIcon, Button, Radio, Select, Skeleton, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { annotationsOfItemQuery, itemQuery, type Annotation } from '@/api/items';
import type { Project } from '@/api/project';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { Form } from '@/components/form';
import { ProblemAlert } from '@/components/problem-alert';
import { isStretch, readLocated } from '@/editor/core/located';
import type { AnnotationValue, Region } from '@/editor/core/value';
import { PointedItem, type Pointed } from '@/editor/screen/pointed-item';
import { isProblem } from '@/lib/problem';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import { useSaveCheck, type Check, type CheckBody } from '../api/checks';
import { sectionsOf } from '../text/sections';
import classes from './check-questions.module.css';
import { ItemPicker } from './item-picker';

interface CheckEditorProps {
  project: Project;
  document: SchemaDocument | null;
  text: string;
  check: Check | null;
  onClose: () => void;
}

const MOST_ANSWERS = 5;
const LEAST_ANSWERS = 2;
const WHOLE = 'whole';
const KEPT = 'kept';
/** What stands before the first heading has an empty key, which no select takes as a value. */
const PREFIX = 's:';

/** One question: the item, what is asked, the answers with the right one, and why it is right. */
export function CheckEditor({ project, document, text, check, onClose }: CheckEditorProps) {
  const { t } = useLingui();
  const save = useSaveCheck(project.id, check);
  const problem = isProblem(save.error) ? save.error : null;
  const [item, setItem] = useState<string | null>(check?.item.id ?? null);
  const [isPicking, setIsPicking] = useState(check === null);
  const [place, setPlace] = useState(check?.region ? KEPT : WHOLE);
  const [question, setQuestion] = useState(check?.question ?? '');
  const [answers, setAnswers] = useState<readonly string[]>(check?.answers ?? ['', '']);
  const [right, setRight] = useState(check?.right ?? 0);
  const [section, setSection] = useState(check?.section ?? '');
  const [explanation, setExplanation] = useState(check?.explanation ?? '');
  const places = usePlaces(project.id, item, document);
  const chosen = places.find(({ key }) => key === place) ?? null;
  const sections = useMemo(
    () => [
      { value: PREFIX, label: t`None` },
      ...sectionsOf(text).map(({ key, title }) => ({ value: `${PREFIX}${key}`, label: title })),
    ],
    [text, t],
  );
  const isWhole =
    item !== null &&
    question.trim() !== '' &&
    explanation.trim() !== '' &&
    answers.every((answer) => answer.trim() !== '');

  const handlePick = (picked: string) => {
    if (picked !== item) setPlace(check?.region && picked === check.item.id ? KEPT : WHOLE);
    setItem(picked);
    setIsPicking(false);
  };
  const handleSave = () => {
    if (item === null) return;
    const body: CheckBody = {
      item,
      question: question.trim(),
      answers: answers.map((answer) => answer.trim()),
      right,
      explanation: explanation.trim(),
      section,
      keeps_region: place === KEPT,
      region: chosen ? entryOf(chosen.region) : null,
      field: chosen?.region.field ?? '',
      schema_version: chosen?.schemaVersion ?? null,
    };
    save.mutate(body, { onSuccess: onClose });
  };
  const changeAnswer = (at: number, words: string) =>
    setAnswers(answers.map((each, index) => (index === at ? words : each)));
  const removeAnswer = (at: number) => {
    setAnswers(answers.filter((_, index) => index !== at));
    setRight(right === at ? 0 : right > at ? right - 1 : right);
  };

  return (
    <Dialog
      isOpen
      title={check ? t`Change the check question` : t`New check question`}
      size="xl"
      onClose={onClose}
    >
      {isPicking ? (
        <ItemPicker
          project={project.id}
          onPick={handlePick}
          onCancel={item === null ? undefined : () => setIsPicking(false)}
        />
      ) : (
        <Form
          submitLabel={t`Save the question`}
          isBusy={save.isPending}
          isDisabled={!isWhole}
          onCancel={onClose}
          onSubmit={handleSave}
        >
          <div className={classes.editor}>
            <div className={classes.column}>
              {item && (
                <ShownItem
                  item={item}
                  region={place === KEPT ? (check?.region ?? null) : pointedAt(chosen?.region)}
                />
              )}
              <Button variant="default" onClick={() => setIsPicking(true)}>
                <Trans>Choose another item</Trans>
              </Button>
              {(places.length > 0 || place === KEPT) && (
                <Select
                  label={t`It points at`}
                  allowDeselect={false}
                  value={place}
                  data={[
                    { value: WHOLE, label: t`The whole item` },
                    ...(check?.region && item === check.item.id
                      ? [{ value: KEPT, label: t`What it pointed at before` }]
                      : []),
                    ...places.map(({ key, title }) => ({ value: key, label: title })),
                  ]}
                  onChange={(value) => setPlace(value ?? WHOLE)}
                />
              )}
              <p className={classes.seen}>
                <Trans>
                  Once the version is published, everybody who labels in this project can see this
                  item. An item with a gold answer cannot be chosen.
                </Trans>
              </p>
            </div>
            <div className={classes.column}>
              <Textarea
                label={t`Question`}
                description={t`In Markdown. The label of what you point at is not shown.`}
                autosize
                minRows={2}
                maxLength={2000}
                data-autofocus
                value={question}
                error={problem?.at('/question')}
                onChange={(event) => setQuestion(event.currentTarget.value)}
              />
              <fieldset className={classes.answers}>
                <legend>
                  <Trans>Answers; mark the right one</Trans>
                </legend>
                {answers.map((answer, at) => (
                  <div key={at} className={classes.answer}>
                    <Radio
                      name="right"
                      aria-label={t`Answer ${at + 1} is right`}
                      checked={right === at}
                      onChange={() => setRight(at)}
                    />
                    <TextInput
                      aria-label={t`Answer ${at + 1}`}
                      maxLength={200}
                      value={answer}
                      onChange={(event) => changeAnswer(at, event.currentTarget.value)}
                    />
                    {answers.length > LEAST_ANSWERS && (
                      <ActionIcon
                        aria-label={t`Remove answer ${at + 1}`}
                        onClick={() => removeAnswer(at)}
                      >
                        <IconX size={16} />
                      </ActionIcon>
                    )}
                  </div>
                ))}
                {answers.length < MOST_ANSWERS && (
                  <Button
                    size="xs"
                    variant="subtle"
                    leftSection={<IconPlus size={14} aria-hidden="true" />}
                    onClick={() => setAnswers([...answers, ''])}
                  >
                    <Trans>Another answer</Trans>
                  </Button>
                )}
              </fieldset>
              <Select
                label={t`Section that has the answer`}
                description={t`Shown after a wrong answer.`}
                allowDeselect={false}
                searchable
                data={sections}
                value={`${PREFIX}${section}`}
                error={problem?.at('/section')}
                onChange={(value) => setSection(value?.slice(PREFIX.length) ?? '')}
              />
              <Textarea
                label={t`Explanation`}
                description={t`Why it is right, in Markdown; shown to who has answered.`}
                autosize
                minRows={2}
                maxLength={2000}
                value={explanation}
                error={problem?.at('/explanation')}
                onChange={(event) => setExplanation(event.currentTarget.value)}
              />
            </div>
          </div>
          <ProblemAlert
            error={save.error}
            shownPointers={['/question', '/section', '/explanation']}
          />
        </Form>
      )}
    </Dialog>
  );
}

function ShownItem({ item, region }: { item: string; region: Pointed | null }) {
  const { t } = useLingui();
  const found = useQuery(itemQuery(item));
  if (found.isError) {
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (!found.data) return <Skeleton height="20rem" />;
  return <PointedItem item={found.data} region={region} label={t`The item of this question`} />;
}

interface Place {
  key: string;
  title: string;
  region: Region;
  schemaVersion: string;
}

/** What was drawn on the item, to be pointed at. */
function usePlaces(
  project: string,
  item: string | null,
  document: SchemaDocument | null,
): readonly Place[] {
  const { i18n } = useLingui();
  const annotations = useQuery({
    ...annotationsOfItemQuery(project, item ?? ''),
    enabled: item !== null,
  });
  return useMemo(
    () => (annotations.data ?? []).flatMap((each) => placesIn(each, document, i18n.locale)),
    [annotations.data, document, i18n.locale],
  );
}

function placesIn(
  annotation: Annotation,
  document: SchemaDocument | null,
  locale: string,
): Place[] {
  const value = annotation.value as AnnotationValue; // the server checked its shape
  const who = annotation.author ? ` · ${annotation.author}` : '';
  return Object.entries(value).flatMap(([field, answer]) =>
    (readLocated(field, answer) ?? []).map((region, index) => {
      const fields = document?.fields.find(({ key }) => key === field);
      const label = fields?.labels?.find(({ key }) => key === region.label);
      return {
        key: `${annotation.id} ${field} ${region.id}`,
        title: `${index + 1} · ${label ? titleOf(label, locale) : region.label}${who}`,
        region,
        schemaVersion: annotation.schema_version,
      };
    }),
  );
}

function pointedAt(region: Region | undefined): Pointed | null {
  if (!region) return null;
  const { id, geometry } = region;
  if (isStretch(geometry)) {
    const { type, start, end } = geometry;
    return { id, kind: type === 'span' ? 'spans' : 'segments', start, end };
  }
  return { id, kind: 'regions', geometry: geometry as unknown as Record<string, unknown> };
}

/** As in a value that is sent. */
function entryOf({ id, label, geometry, attributes }: Region): Record<string, unknown> {
  if (isStretch(geometry)) {
    const { start, end } = geometry;
    return { id, label, start, end, attributes };
  }
  return { id, label, geometry, attributes };
}
