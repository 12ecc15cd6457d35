//! Words of the search view: the box, the results, the empty states. Not the preview's and not
//! the sentence on progress: those are `preview.ts` and `progress.ts`.
import type { PageKind, PageSort, SearchSort } from "../../core/bindings";
import { number, plural } from "../format";

export const search = {
  title: "Search",
  box: "Search pages",
  boxHint: "Search titles and text",
  clear: "Clear the search box",
  results: "Results",
  pages: "Pages",
  kind: "Kind",
  sort: "Sort by",
  sortedBy: (order: string) => `Sort: ${order}`,
  removeFilter: (filter: string) => `Remove the filter ${filter}`,
  chips: "Filters",
  showPreview: "Preview",
  untitled: "Untitled",
  pathSeparator: " / ",
  sample: "Sample",
  pinned: "Pinned",
  live: "Notion",

  copyLink: "Copy link",
  copyMarkdown: "Copy as Markdown",
  open: (place: string) => `Open in ${place}`,
  copyTitle: "Copy title",
  copyPassage: "Copy passage with its source",
  titleCopied: "Title copied.",
  passageCopied: "Passage copied.",
  copiedSeveral: (n: number) => `${number(n)} copied.`,
  selected: (n: number) => `${number(n)} selected`,
  onSelected: (what: string, n: number) => `${what} (${number(n)} selected)`,
  selectAll: "Select all results",
  openedSome: (n: number, of: number) => `The first ${number(n)} of ${number(of)} were opened.`,
  browserInstead: "No Notion app was found on this computer, so the browser has it.",
  export: "Export…",
  pin: "Pin",
  unpin: "Unpin",
  linkCopied: "Link copied.",
  markdownCopied: "Markdown link copied.",
  nowPinned: "Pinned.",
  nowUnpinned: "No longer pinned.",

  corrected: (words: string) => `Showing results for ${words}.`,
  correctedBefore: "Showing results for ",
  correctedAfter: ".",
  insistMenu: "Search without replacing words",
  insist: (typed: string) => `Search for “${typed}” instead`,
  quoted: (word: string) => `“${word}”`,
  unknownName: (name: string) => `${name} names nothing known, so it is searched as text.`,
  unknownNames: (names: string) => `${names} name nothing known, so they are searched as text.`,
  leftOut: (words: string) => `Without pages that have ${words}.`,
  lacks: (words: string) => `Without ${words}`,
  inPath: (words: string) => `${words} in the path`,
  inProperties: (words: string) => `${words} in a property`,
  otherForm: (found: string, typed: string) => `${found} for ${typed}`,
  onlyBest: (shown: string) => `The best ${shown} are shown. More words narrow them down.`,

  suggestions: "Suggestions for the filter",
  suggestionsSaid: (first: string, count: number) =>
    count === 1
      ? `${first}: right arrow completes.`
      : `${first}: right arrow completes. ${count} suggestions, Alt with the arrows chooses.`,

  askNotion: "Ask Notion",
  askNotionToo: "Ask Notion too",
  similar: "Similar",
  fromNotion: "Found by Notion",
  askingNotion: "Asking Notion",
  askAgain: "Ask again",
  nothingMore: "Notion found nothing more.",
  foundLive: (n: number) =>
    plural(n, { one: "# more page found by Notion.", other: "# more pages found by Notion." }),

  nothingTitle: "Nothing found",
  nothingTypo: "Try fewer or shorter words.",
  covered: (read: number, of: number) => `${number(read)} of ${number(of)} pages are read so far.`,
  coveredTitles: (known: number) =>
    plural(known, { one: "# title was searched.", other: "# titles were searched." }),
  coveredAll: (known: number) =>
    plural(known, {
      one: "# page was searched, title and text.",
      other: "# pages were searched, titles and texts.",
    }),
  notAllKnown: "Not every page is known yet.",
  listedShort: "Notion’s listing broke off before its end, so pages may be missing.",
  capped:
    "Notion’s search ends before it has shown everything, so a page that nothing leads to may be missing.",
  why: "Why can’t I find it?",

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
  noKindTitle: "None of this kind",
  noKindLead: "Every page you can see here is of the other kind.",
  showAll: "Show all pages",
  listingTitle: "Looking for your pages",
  listingLead: "They appear here as Notion names them.",

  count: (n: number) => (n === 0 ? "No pages" : plural(n, { one: "# page", other: "# pages" })),
  countOf: (n: number, of: number) => `${number(n)} of ${number(of)} pages`,
  countMany: (n: number) => `more than ${number(n)} pages`,
  took: (milliseconds: string) => `${milliseconds} ms`,
  seeConnections: "See connections",
  needsReconnect: "Notion no longer accepts the token. Reconnect to list new pages.",
  keys: "Keys",
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

/** In which order hits stand. */
export const hitSortNames: Record<SearchSort, string> = {
  relevance: "Best first",
  edited: "Newest first",
};
