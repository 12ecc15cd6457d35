//! Words of the search view: the box, the results, the empty states. Not the preview's and not
//! the sentence on progress: those are `preview.ts` and `progress.ts`.
import type { PageKind, PageSort, Total } from "../core/bindings";
import { number } from "./format";

export const search = {
  title: "Search",
  box: "Search pages",
  boxHint: "Search titles and text",
  clear: "Clear the search box",
  results: "Results",
  pages: "Pages",
  kind: "Kind",
  sort: "Sort by",
  showPreview: "Preview",
  untitled: "Untitled",
  pathSeparator: " / ",
  sample: "Sample",
  pinned: "Pinned",
  live: "Notion",

  copyLink: "Copy link",
  copyMarkdown: "Copy as Markdown",
  open: (place: string) => `Open in ${place}`,
  pin: "Pin",
  unpin: "Unpin",
  linkCopied: "Link copied.",
  markdownCopied: "Markdown link copied.",
  nowPinned: "Pinned.",
  nowUnpinned: "No longer pinned.",

  corrected: (words: string) => `Showing results for ${words}.`,
  correctedBefore: "Showing results for ",
  correctedAfter: ".",
  insist: (typed: string) => `Search for “${typed}” instead`,
  unknownNames: (names: string[]) =>
    names.length === 1
      ? `Nothing known is called “${names[0]}”, so this filter leaves nothing out.`
      : `Nothing known is called ${names.map((name) => `“${name}”`).join(" or ")}, so these filters leave nothing out.`,
  onlyBest: (shown: string) => `The best ${shown} are shown. More words narrow them down.`,

  suggestions: "Suggestions for the filter",
  suggestionsSaid: (first: string, count: number) =>
    count === 1
      ? `${first}: right arrow completes.`
      : `${first}: right arrow completes. ${count} suggestions, Alt with the arrows chooses.`,

  askNotion: "Ask Notion",
  askNotionToo: "Ask Notion too",
  fromNotion: "Found by Notion",
  askingNotion: "Asking Notion",
  askAgain: "Ask again",
  nothingMore: "Notion found nothing more.",
  foundLive: (n: number) =>
    n === 1 ? "1 more page found by Notion." : `${number(n)} more pages found by Notion.`,

  nothingTitle: "Nothing found",
  nothingTypo: "Try fewer or shorter words.",
  covered: (read: number, of: number) => `${number(read)} of ${number(of)} pages are read so far.`,
  coveredTitles: (known: number) =>
    `${known === 1 ? "1 title was" : `${number(known)} titles were`} searched.`,
  coveredAll: (known: number) =>
    known === 1
      ? "1 page was searched, title and text."
      : `${number(known)} pages were searched, titles and texts.`,
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

  count: (n: number) => (n === 0 ? "No pages" : n === 1 ? "1 page" : `${number(n)} pages`),
  countOf: (n: number, of: number) =>
    n === of ? search.count(n) : `${number(n)} of ${number(of)} pages`,
  took: (milliseconds: string) => `${milliseconds} ms`,
  seeConnections: "See connections",
  needsReconnect: "Notion no longer accepts the token. Reconnect to list new pages.",
  keys: "Keys",
};

/** `12 pages`, or that counting stopped. */
export function totalWords(total: Total): string {
  if (total.count === "exactly") return search.count(total.pages);
  return `more than ${number(total.at_least)} pages`;
}

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

/** The filters, as the shortcuts dialog lists them. */
export const filterHelp: [example: string, meaning: string][] = [
  ["ws:acme", "In one workspace"],
  ["in:projects", "Below a page or in a database"],
  ["type:row", "A page, database or row"],
  ["edited:7d", "Also today, 30d, 2026, 2026-01..2026-03"],
  ["by:mara", "Last edited by someone"],
  ['"two words"', "Exactly so, side by side"],
  ["-draft", "Without this word"],
];
