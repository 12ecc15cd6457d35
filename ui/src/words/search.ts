//! Words of the search view: the box, the results, the empty states. Not the preview's and not
//! the sentence on progress: those are `preview.ts` and `progress.ts`.
import type { Covers, PageKind, PageSort, SearchHit, Total } from "../core/bindings";
import { filters } from "../core/filters";
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
  insistMenu: "Search for exactly what was typed",
  insist: (typed: string) => `Search for “${typed}” instead`,
  unknownNames: (names: readonly string[]) =>
    names.length === 1
      ? `“${names[0]}” names nothing known, so it is searched as text.`
      : `${quoted(names)} name nothing known, so they are searched as text.`,
  filters: (filters: readonly string[]) => `Filtered by ${filters.join(" ")}.`,
  leftOut: (words: readonly string[]) => `Without pages that have ${quoted(words)}.`,
  lacks: (words: readonly string[]) => `Without ${quoted(words)}`,
  inPath: (words: readonly string[]) => `${quoted(words)} in the path`,
  inProperties: (words: readonly string[]) => `${quoted(words)} in a property`,
  otherForm: (found: string, typed: string) => `“${found}” for “${typed}”`,
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
  /** What an answer of nothing leaves open. */
  mayBeMissing: ({ first_listing, listed_short, capped }: Covers) =>
    [
      first_listing && "Not every page is known yet.",
      listed_short && "Notion’s listing broke off before its end, so pages may be missing.",
      capped &&
        "Notion’s search ends before it has shown everything, so a page that nothing leads to may be missing.",
    ].filter((sentence) => sentence !== false),
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

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(", ");
}

/** Why a page answers, where that is not plain to see; empty where it is. */
export function whyWords(
  hit: Pick<SearchHit, "lacks" | "in_path" | "in_properties" | "other_forms">,
): string {
  const forms = hit.other_forms.map(({ found, typed }) => search.otherForm(found, typed));
  return [
    hit.lacks.length === 0 ? "" : search.lacks(hit.lacks),
    hit.in_path.length === 0 ? "" : search.inPath(hit.in_path),
    hit.in_properties.length === 0 ? "" : search.inProperties(hit.in_properties),
    ...forms,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

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

/** What can be typed besides words, as the shortcuts dialog lists it. */
export const filterHelp: [example: string, meaning: string][] = [
  ...filters.map(({ examples, meaning }): [string, string] => [
    examples.join(" "),
    meaning.charAt(0).toUpperCase() + meaning.slice(1),
  ]),
  ['"two words"', "Exactly so, side by side"],
  ["-draft", "Without this word"],
  ["bike OR bicycle", "Either of them"],
];
