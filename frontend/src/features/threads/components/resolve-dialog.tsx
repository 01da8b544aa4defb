import { Button, Group, Modal, NativeSelect, Radio, Stack, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { guidelineVersionQuery } from '@/api/guideline-version';
import { useTextPictures } from '@/api/text-pictures';
import type { Thread } from '@/api/threads';
import { PictureButton, PictureField } from '@/components/picture-field';
import { ProblemAlert } from '@/components/problem-alert';
import { useSuspendedCommands } from '@/lib/commands';
import { isPictureStroke } from '@/lib/pictures';
import { useResolve } from '../api/threads';
import { RESOLUTIONS, useResolutionWords, type Resolution } from './thread-words';

interface ResolveDialogProps {
  thread: Thread;
  project: string;
  guidelineVersion: string | null;
  onResolved: (resolution: Resolution, section: string) => void;
  onClose: () => void;
}

/** What follows from the answer. */
export function ResolveDialog({
  thread,
  project,
  guidelineVersion,
  onResolved,
  onClose,
}: ResolveDialogProps) {
  const { t } = useLingui();
  useSuspendedCommands(true);
  const words = useResolutionWords();
  const resolve = useResolve(thread.id);
  const guideline = useQuery({
    ...guidelineVersionQuery(guidelineVersion ?? ''),
    enabled: guidelineVersion !== null,
  });
  const sections = guideline.data?.sections ?? [];
  const [resolution, setResolution] = useState<Resolution>('clarify_guideline');
  const [chosen, setChosen] = useState(thread.section || thread.label);
  const [body, setBody] = useState('');
  const answer = useRef<HTMLTextAreaElement>(null);
  const { pictures, picker } = useTextPictures(project, answer, setBody);
  const section = sections.some(({ key }) => key === chosen)
    ? chosen
    : (sections[0]?.key ?? chosen);
  const needsSection = resolution === 'as_written' || resolution === 'clarify_guideline';
  const needsBody = thread.state !== 'answered';
  const isReady =
    (!needsBody || body.trim() !== '') && (!needsSection || section !== '') && pictures.isSettled;
  const submit = () =>
    resolve.mutate(
      { resolution, section: needsSection ? section : '', body: body.trim() },
      { onSuccess: () => onResolved(resolution, section) },
    );
  return (
    <Modal opened onClose={onClose} title={t`Resolve the question`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) submit();
        }}
      >
        <Stack gap="md">
          <Radio.Group
            label={t`What follows from it`}
            value={resolution}
            onChange={(value) =>
              setResolution(RESOLUTIONS.find((each) => each === value) ?? resolution)
            }
          >
            <Stack gap="xs" mt="xs">
              {RESOLUTIONS.filter((each) => each !== 'data_problem' || thread.item).map((each) => (
                <Radio key={each} value={each} label={words[each]} />
              ))}
            </Stack>
          </Radio.Group>
          {needsSection && (
            <NativeSelect
              label={t`Section of the guideline`}
              value={section}
              data={sections.map(({ key, title }) => ({ value: key, label: title }))}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <PictureField pictures={pictures}>
            <Textarea
              ref={answer}
              label={needsBody ? t`Answer` : t`Another word to who asked`}
              required={needsBody}
              rows={4}
              maxLength={10_000}
              value={body}
              onChange={(event) => setBody(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (!isPictureStroke(event.nativeEvent)) return;
                event.preventDefault();
                picker.current?.click();
              }}
            />
          </PictureField>
          <ProblemAlert error={resolve.error} />
          <Group justify="space-between">
            <PictureButton picker={picker} onFiles={pictures.take} />
            <Button type="submit" disabled={!isReady} loading={resolve.isPending}>
              <Trans>Resolve</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
