//! Words around the views: navigation, banners, notices, shortcuts. Not the views' own words.
import type { Appearance, OpenIn, Revocation } from "../../core/bindings";
import type { View } from "../../state/navigation";

export const viewNames: Record<View, string> = {
  search: "Search",
  coverage: "Coverage",
  connect: "Connect a workspace",
  connections: "Connections",
  administration: "Administration",
  settings: "Settings",
};

export const shell = {
  product: "Trove",
  title: (part: string) => `${part} – Trove`,
  navigation: "Main",
  connect: "Connect",
  lock: "Lock",
  shortcuts: "Keyboard shortcuts",
  filters: "Filters",
  notices: "Notices",
  otherOrigin: (origin: string) => `Not Notion: ${origin}`,
  dismiss: "Dismiss",
  registryChecked: "I have checked the profiles",
  close: "Close",
  actions: "Actions",
  findAction: "What do you want to do?",
  noAction: "Nothing that can be done here is called so.",
  goTo: (view: string) => `Go to ${view}`,
  toSearchBox: "Go to the search box",
  larger: "Larger",
  smaller: "Smaller",
  actualSize: "Actual size",
  zoomed: (percent: number) => `${percent} %`,
  checkAll: "Check all workspaces for changes",
  appearance: (name: string) => `Appearance: ${name}`,
  notCopied: "The clipboard did not take it.",
  attention: "Needs attention",
  authorizationRemoved: (workspace: string) =>
    `An administrator removed your connection to ${workspace}. Its token and pages were deleted.`,
  removalRefused: (workspace: string) =>
    `Something wrote into the list of profiles that your connection to ${workspace} is removed. No administrator whom this profile knows did, so it stays.`,
  registryChanged:
    "The list of profiles was changed by something other than Trove. Look at the names and roles under Administration; this is told at every sign-in until you have checked them.",
  signingIn: "A sign-in at Notion is under way",
  quit: "Quit Trove",
  shortcutTakenAtStart: (keys: string) =>
    `Another program holds ${keys}: it does not bring Trove forward. Settings can change it.`,
  previewWidth: "Width of the preview",
  percent: (percent: number) => `${percent} %`,
};

export const revocationWords: Record<Revocation, string> = {
  revoked: "Notion confirmed that the token no longer works.",
  not_possible:
    "The token is deleted here, but still works at Notion until you delete it there: only its owner can.",
  failed:
    "Deleted here. Notion did not confirm that the token stopped working, so remove Trove’s access at Notion too.",
};

/** The keys, as the shortcuts dialog lists them; `Mod` is Ctrl or ⌘, `View` Alt or ⌃. */
export const shortcutGroups: { title: string; keys: [string, string][] }[] = [
  {
    title: "Search",
    keys: [
      ["↑ ↓", "Choose a page"],
      ["PgUp PgDn", "One screen up or down"],
      ["Home End", "First or last page, when the box is empty"],
      ["Shift ↑ ↓", "Select several"],
      ["Mod A", "Select all results"],
      ["Enter", "Open"],
      ["Mod Enter", "Open in the other place"],
      ["Mod 1 … 9", "Open that result"],
      ["Tab", "Go to the preview; Esc comes back"],
      ["Mod G", "Next mark in the text; with Shift the one before"],
      ["Mod C", "Copy the link"],
      ["Mod Shift C", "Copy a Markdown link"],
      ["Mod P", "Pin or unpin"],
      ["Mod Shift E", "Export"],
      ["Mod Shift Enter", "Ask Notion too"],
      ["Mod D", "Sort by date, or best first again"],
      ["Mod S", "Save the search, or no longer"],
      ["Mod B", "Every page, by kind and order"],
      ["Mod E", "Search without replacing words"],
      ["→", "Complete a filter"],
      ["Backspace", "At the beginning of the box: remove a filter"],
      ["↑", "On the first row: the last searches"],
      ["Esc", "Clear the box; then hide the window, if it was summoned"],
    ],
  },
  {
    title: "Everywhere",
    keys: [
      ["View 1 … 5", "Go to a view"],
      ["Mod F", "Go to the search box"],
      ["Mod K", "Show everything that can be done"],
      ["Mod + -", "Larger or smaller"],
      ["Mod 0", "Actual size"],
      ["Mod L", "Lock"],
      ["Mod Q", "Quit"],
      ["F1", "Show these keys"],
    ],
  },
];

export const appearanceNames: Record<Appearance, string> = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
};

export const openInPlace: Record<OpenIn, string> = {
  browser: "browser",
  notion_app: "Notion app",
};
