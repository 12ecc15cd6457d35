//! Words of the connections view.
import type { ConnectionStatus } from "../../core/bindings";

export const connections = {
  title: "Connections",
  add: "Connect a workspace",
  checkAll: "Check all again",
  account: "Account",
  kind: "Through",
  pages: "Pages",
  lastListed: "Last listed",
  connected: "Connected",
  workspaceId: "Workspace id",
  never: "Not yet",
  checkAgain: "Check again",
  reconnect: "Reconnect",
  disconnect: "Disconnect",
  removeSample: "Remove the sample",
  of: (action: string, workspace: string) => `${action}: ${workspace}`,
  asking: "Asking Notion what is new",
  found: (n: string) => `Listing: ${n} found so far`,
  disconnectTitle: (workspace: string) => `Disconnect ${workspace}?`,
  disconnectText:
    "Its token and its pages are deleted from this computer. Your pages at Notion are not touched. Trove asks Notion to revoke the token where that is possible, and tells you.",
  disconnectSample:
    "The sample workspace and its pages disappear from Trove. You can open it again later.",
  cancel: "Cancel",
  disconnected: (workspace: string) => `${workspace} is disconnected.`,
  sampleRemoved: "The sample is gone.",
  emptyTitle: "Nothing is connected yet",
  emptyLead: "Connect a Notion workspace, or look around in the sample first.",
};

export const statusWords: Record<ConnectionStatus, string> = {
  active: "Connected",
  needs_reconnect: "Reconnect needed",
  paused: "Paused",
};

export const statusHints: Record<ConnectionStatus, string> = {
  active: "",
  needs_reconnect: "Notion no longer accepts the token. What is stored so far stays searched.",
  paused: "Nothing is listed or read until it is resumed. What is stored stays searched.",
};
