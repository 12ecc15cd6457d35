//! Words of the list of pages.
import type { PageKind, PageSort } from "../bindings";

export const pages = {
  title: "Pages",
  filter: "Filter pages",
  filterHint: "Filter by title or path",
  clear: "Clear the filter",
  list: "Pages",
  kind: "Kind",
  sort: "Sort by",
  untitled: "Untitled",
  actions: "Selected page",
  copyLink: "Copy link",
  copyId: "Copy id",
  open: (place: string) => `Open in ${place}`,
  linkCopied: "Link copied.",
  idCopied: "Id copied.",
  pathSeparator: " / ",
  sample: "Sample",

  noneTitle: "No page is shared with Trove yet",
  noneLead: "Notion shows a connection only the pages somebody shared with it.",
  noneSteps: [
    "Open a page in Notion. A page high up is best: everything below it comes along.",
    "Open the ••• menu at its top right and choose Connections.",
    "Pick the connection you use here, and confirm.",
  ],
  checkAgain: "Check again",
  checking: "Checking…",
  nothingConnectedTitle: "Nothing is connected yet",
  nothingConnectedLead: "Connect a Notion workspace, or look around in the sample first.",
  connect: "Connect a workspace",
  noMatchTitle: "No page matches",
  noMatchLead: "Titles and paths are searched. Try fewer or shorter words.",
  showAll: "Show all pages",
  listingTitle: "Looking for your pages",
  listingLead: "They appear here as Notion names them.",

  count: (n: string, of: string) => (n === of ? `${n} pages` : `${n} of ${of} pages`),
  onePage: "1 page",
  asking: "Asking Notion what is new",
  foundSoFar: (n: string) => `${n} found so far`,
  seeConnections: "See connections",
  needsReconnect: "Notion no longer accepts the token. Reconnect to list new pages.",
  keyHints: { keys: "Keys" },
};

export const kindNames: Record<PageKind | "all", string> = {
  all: "All",
  page: "Pages",
  data_source: "Databases",
};

export const oneKind: Record<PageKind, string> = {
  page: "Page",
  data_source: "Database",
};

export const sortNames: Record<PageSort, string> = {
  edited_newest: "Edited, newest first",
  edited_oldest: "Edited, oldest first",
  title_ascending: "Title, A to Z",
  title_descending: "Title, Z to A",
};
