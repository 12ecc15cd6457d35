//! The views besides search, and dialogs, each fetched when it is first needed or the window has nothing else to
//! do: what is typed into is there first. Not which of them is shown.
import { type Component, lazy } from "solid-js";
import { PageBlocks } from "../preview/preview_pane";
import type { View } from "../state/navigation";

const fetched = (view: () => Promise<Component>) => lazy(async () => ({ default: await view() }));

export const views = {
  coverage: fetched(async () => (await import("../coverage/coverage_view")).CoverageView),
  connect: fetched(async () => (await import("../connect/connect_view")).ConnectView),
  connections: fetched(
    async () => (await import("../connections/connections_view")).ConnectionsView,
  ),
  administration: fetched(
    async () => (await import("../administration/administration_view")).AdministrationView,
  ),
  settings: fetched(async () => (await import("../settings/settings_view")).SettingsView),
} satisfies Partial<Record<View, unknown>>;

const fetchedDialog = <Props extends object>(dialog: () => Promise<Component<Props>>) =>
  lazy(async () => ({ default: await dialog() }));

export const dialogs = {
  actions: fetchedDialog(async () => (await import("./action_menu")).ActionMenu),
  access: fetchedDialog(async () => (await import("../assistants/access_dialog")).AccessDialog),
  keys: fetchedDialog(async () => (await import("./shortcuts_dialog")).ShortcutsDialog),
};

/** Resolves when the view can be drawn. */
export async function ready(view: View | undefined): Promise<void> {
  if (view !== undefined && view !== "search") await views[view].preload();
}

/** Fetches all of them, one after the other. */
export async function fetchAll(): Promise<void> {
  await PageBlocks.preload();
  for (const dialog of Object.values(dialogs)) await dialog.preload();
  for (const view of Object.values(views)) await view.preload();
}
