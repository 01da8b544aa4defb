import { useLingui } from '@lingui/react/macro';

/** What was done, in the reader's words. Actions without words here are shown by their name. */
export function useAuditWords() {
  const { t } = useLingui();
  const actions: Record<string, string> = {
    'batch.changed': t`Changed a batch`,
    'batch.closed': t`Closed a batch`,
    'batch.created': t`Made a batch`,
    'batch.items_added': t`Added items to a batch`,
    'batch.open': t`Opened a batch`,
    'batch.paused': t`Paused a batch`,
    'guideline.published': t`Published a guideline`,
    'invitation.accepted': t`Accepted an invitation`,
    'invitation.roles_set': t`Set the roles of an invitation`,
    'invitation.sent': t`Invited somebody`,
    'invitation.withdrawn': t`Withdrew an invitation`,
    'item.deleted': t`Deleted an item`,
    'member.changed': t`Changed a member`,
    'member.joined': t`Joined`,
    'member.role_given': t`Gave a role`,
    'member.role_taken': t`Took a role`,
    'password.changed': t`Changed the password`,
    'project.archived': t`Archived a project`,
    'project.changed': t`Changed a project`,
    'project.created': t`Made a project`,
    'project.reopened': t`Took a project back`,
    'session.ended': t`Logged out`,
    'session.started': t`Logged in`,
    'schema.published': t`Published a label schema`,
    'token.made': t`Made a token`,
    'token.revoked': t`Revoked a token`,
    'vendor.created': t`Added a vendor`,
    'vendor.renamed': t`Renamed a vendor`,
  };
  const areas: Record<string, string> = {
    'member.': t`Members`,
    'invitation.': t`Invitations`,
    'vendor.': t`Vendors`,
    'token.': t`Tokens`,
    'session.': t`Log-ins`,
    'project.': t`Projects`,
    'schema.': t`Label schemas`,
    'guideline.': t`Guidelines`,
    'batch.': t`Batches`,
    'item.': t`Items`,
    'import.': t`Imports`,
    dataset: t`Datasets`,
  };
  return { actions, areas };
}
