//! Words of the administration view.
import type { AuthorizationStatus } from "../../core/bindings";

export const administration = {
  title: "Administration",
  profiles: "Profiles",
  profilesLead:
    "You create a profile; its person chooses the password when first opening it. You never see it, and cannot set it.",
  name: "Name",
  role: "Role",
  created: "Created",
  lastUsed: "Last used",
  never: "Never",
  unclaimed: "Not opened yet",
  you: "You",
  addTitle: "New profile",
  newName: "Name of the new profile",
  newRole: "Role of the new profile",
  add: "Create profile",
  added: (name: string) => `${name} can now open their profile and choose a password.`,
  remove: "Remove",
  removeProfile: (name: string) => `Remove profile ${name}`,
  removeProfileTitle: (name: string) => `Remove the profile “${name}”?`,
  removeProfileText: (name: string) =>
    `Everything Trove stores for ${name} on this computer is destroyed: tokens, pages, settings. Access granted at Notion remains until ${name} removes it there.`,
  ownPassword: "Your own password",
  removedNow: (workspace: string, user: string) => `${workspace} of ${user} is removed.`,
  removedLater: (workspace: string, user: string) =>
    `${workspace} of ${user} is marked for removal. It is carried out when ${user} next signs in; until then its data stays on disk, encrypted. The grant at Notion remains until ${user} removes it there.`,
  removedProfile: (name: string) => `The profile ${name} is removed.`,
  cancel: "Cancel",

  authorizations: "Authorizations",
  authorizationsLead:
    "Every workspace connected by any profile. Tokens, account details and pages stay with their people.",
  user: "User",
  workspace: "Workspace",
  workspaceId: "Workspace id",
  status: "Status",
  actions: "Actions",
  none: "No workspace is connected by anyone yet.",
  removeAuthorization: (workspace: string, user: string) => `Remove ${workspace} of ${user}`,
  removeAuthorizationTitle: (workspace: string, user: string) =>
    `Remove ${workspace} from ${user}?`,
  removeAuthorizationText: (user: string) =>
    `The token and the pages stored through it are deleted from this computer: at once if ${user}’s profile is open here, else when ${user} next signs in, before anything else happens.`,
  grantRemains:
    "The grant at Notion remains until its user removes it there, unless Notion confirms otherwise.",
};

export const authorizationStatus: Record<AuthorizationStatus, string> = {
  active: "Active",
  needs_reconnect: "Reconnect needed",
  removal_waiting: "Removal waiting",
};
