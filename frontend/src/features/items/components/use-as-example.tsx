import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { guidelineSectionsQuery, usePickExample, type NewExample } from '@/api/guideline-examples';
import type { Project } from '@/api/project';
import { Dialog } from '@/components/dialog';
import { ErrorState } from '@/components/error-state';
import { ExampleForm } from '@/components/example-form';
import { projectPath } from '@/lib/project-path';
import { showToast } from '@/lib/toasts';

interface UseAsExampleProps {
  project: Project;
  /** What is shown: an item or a region. */
  subject: Partial<NewExample>;
  /** Where it is likely to belong. */
  section: string;
  onClose: () => void;
}

/** An item or a region becomes an example in the draft of the guideline. */
export function UseAsExample({ project, subject, section, onClose }: UseAsExampleProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const sections = useQuery(guidelineSectionsQuery(project.id, project.guideline_version));
  const pick = usePickExample(project.id);
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
            isBusy={pick.isPending}
            error={pick.error}
            submitLabel={<Trans>Put it into the draft</Trans>}
            onSubmit={(words, into) =>
              pick.mutate(
                { ...subject, ...words, section: into },
                {
                  onSuccess: ({ key }) => {
                    onClose();
                    const path = `guideline?edit=true&section=${encodeURIComponent(into)}`;
                    showToast({
                      message: t`The draft of the guideline shows it as ${key}`,
                      tone: 'good',
                      action: {
                        label: t`Open the draft`,
                        run: () => void navigate({ href: projectPath(project.slug, path) }),
                      },
                    });
                  },
                },
              )
            }
          />
        )
      )}
    </Dialog>
  );
}
