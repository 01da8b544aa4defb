import { useLingui } from '@lingui/react/macro';
import type { OrganisationRole, ProjectRole } from '@/lib/roles';

export interface RoleWords {
  title: string;
  /** What somebody with it does, in one sentence. */
  does: string;
}

/** The roles in a project, in the reader's words. */
export function useRoleWords(): Record<ProjectRole, RoleWords> {
  const { t } = useLingui();
  return {
    administrator: {
      title: t`Administrator`,
      does: t`Runs the organisation and may do everything in its projects.`,
    },
    curator: {
      title: t`Curator`,
      does: t`Writes schema and guideline, imports items, makes batches and publishes dataset versions.`,
    },
    quality_manager: {
      title: t`Quality manager`,
      does: t`Reads everything, and watches how good the work is.`,
    },
    reviewer: { title: t`Reviewer`, does: t`Accepts, fixes or returns submitted work.` },
    annotator: { title: t`Annotator`, does: t`Labels the items of their batches.` },
    vendor_lead: {
      title: t`Vendor lead`,
      does: t`Sees the progress of their own vendor's people.`,
    },
    modeler: { title: t`Modeler`, does: t`Pulls published dataset versions.` },
  };
}

/** The roles in an organisation. */
export function useOrganisationRoleWords(): Record<OrganisationRole, RoleWords> {
  const { t } = useLingui();
  return {
    owner: { title: t`Owner`, does: t`Runs the organisation and appoints admins.` },
    admin: { title: t`Admin`, does: t`Looks after members, vendors, projects and tokens.` },
    member: { title: t`Member`, does: t`Works in the projects that they are given a role in.` },
  };
}
