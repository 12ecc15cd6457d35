//! Who there is in the core made of memory, and what they are connected to.
import type {
  ConnectionCard,
  ConnectState,
  ProfileCard,
  RedirectChoice,
} from "../src/core/bindings";

export const redirects: RedirectChoice[] = [
  { form: "loopback", uri: "http://localhost:27631/oauth/callback" },
  { form: "bounce", uri: null },
  { form: "scheme", uri: "net.trovesearch.desktop:/oauth/callback" },
];

export function idle(client_id: string | null = null): ConnectState {
  return { step: "idle", client_id, redirects };
}

export const confirming: Extract<ConnectState, { step: "confirming" }> = {
  step: "confirming",
  workspace: "Acme Studio",
  workspace_icon: "🪴",
  account: "Mara Lindqvist",
  account_detail: "mara@acme.example",
  kind: "oauth",
  replaces: false,
};

export const acme: ConnectionCard = {
  id: "c1",
  workspace: "Acme Studio",
  workspace_id: "5f0d6c1e-7a41-4a1b-9f8e-2f4f0a1c7d11",
  workspace_icon: "🪴",
  account: "Mara Lindqvist",
  account_detail: "mara@acme.example",
  kind: "pasted",
  status: "active",
  pages: 1240,
  listing: { state: "idle" },
  reading: { read: 1237, waiting: 0, failed: 0, running: false, per_minute: 0, seconds_left: null },
  pace: { pace: "auto" },
  limits: { pages: 1_000_000, megabytes: 32_768 },
  created: Date.UTC(2026, 8, 3, 9),
  last_listed: Date.now() - 130_000,
  last_checked: Date.now() - 130_000,
  short_since: null,
  missing: null,
};

export const sampleConnection: ConnectionCard = {
  ...acme,
  id: "sample",
  workspace: "Lantern Handbook",
  workspace_icon: "🏮",
  account: "Sample visitor",
  account_detail: null,
  kind: "sample",
  pages: 64,
};

export const mara: ProfileCard = { id: "p1", name: "Mara", role: "administrator", claimed: true };
export const jun: ProfileCard = { id: "p2", name: "Jun 田中", role: "member", claimed: true };
export const odile: ProfileCard = { id: "p3", name: "Odile", role: "member", claimed: false };
