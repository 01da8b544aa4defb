import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { projectPath } from '@/lib/project-path';
import { showToast } from '@/lib/toasts';
import { Dialog } from './dialog';
import { ErrorState } from './error-state';
import { ExampleForm, type ExampleWords } from './example-form';

interface ExampleDialogProps {
  slug: string;
  /** Where it is likely to belong. */
  section: string;
  /** Those of the guideline, as they are on their way. */
  sections: {
    readonly data?: readonly { readonly key: string; readonly title: string }[];
    readonly isError: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  isBusy: boolean;
  error: unknown;
  /** Gives the key that the draft names it by. */
  onPick: (words: ExampleWords, section: string) => Promise<{ readonly key: string }>;
  onClose: () => void;
}

/** Something that was found elsewhere becomes an example in the draft of the guideline. */
export function ExampleDialog(props: ExampleDialogProps) {
  const { slug, section, sections, isBusy, error, onPick, onClose } = props;
  const { t } = useLingui();
  const navigate = useNavigate();
  const handleSubmit = async (words: ExampleWords, into: string) => {
    const { key } = await onPick(words, into);
    onClose();
    const path = `guideline?edit=true&section=${encodeURIComponent(into)}`;
    showToast({
      message: t`The draft of the guideline shows it as ${key}`,
      tone: 'good',
      action: {
        label: t`Open the draft`,
        run: () => void navigate({ href: projectPath(slug, path) }),
      },
    });
  };
  return (
    <Dialog isOpen title={t`Use as an example`} onClose={onClose}>
      {sections.isError ? (
        <ErrorState error={sections.error} onRetry={() => void sections.refetch()} />
      ) : (
        sections.data && (
          <ExampleForm
            isNew
            sections={sections.data}
            section={section}
            isBusy={isBusy}
            error={error}
            submitLabel={<Trans>Put it into the draft</Trans>}
            onSubmit={(words, into) => void handleSubmit(words, into).catch(() => undefined)} // `error` says it
          />
        )
      )}
    </Dialog>
  );
}
