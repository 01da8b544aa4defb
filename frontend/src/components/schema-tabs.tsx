import { Trans, useLingui } from '@lingui/react/macro';
import { projectPath } from '@/lib/project-path';
import { LinkTabs } from './link-tabs';

interface SchemaTabsProps {
  project: { slug: string; may: readonly string[] };
}

/** The two sides of a schema: what it is, and how it came to be. */
export function SchemaTabs({ project }: SchemaTabsProps) {
  const { t } = useLingui();
  if (!project.may.includes('see_drafts')) return null;
  return (
    <LinkTabs
      label={t`Schema`}
      tabs={[
        { to: projectPath(project.slug, 'schema'), label: <Trans>Definition</Trans> },
        { to: projectPath(project.slug, 'schema/migrations'), label: <Trans>History</Trans> },
      ]}
    />
  );
}
