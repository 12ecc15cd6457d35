//! Words of the coverage view: what is searched, what is not, and why a page is not found.
import { number, plural } from "../format";

export const coverage = {
  title: "Coverage",
  lead: "What is searched, what is not yet, and why. Never read are comments, what stands inside files, and captions of code blocks.",

  checkTitle: "Why can’t I find it?",
  checkLead: "Paste the link of a page you miss. In Notion: ••• at its top right, then Copy link.",
  link: "Notion link or id",
  check: "Check",
  checking: "Checking…",
  open: "Open",
  showInSearch: "Show in search",

  index: "Index",
  indexReady: "Titles and texts are searched.",
  indexUnknown: "Titles are searched.",
  meanings: (pages: number, of: number) =>
    `By meaning, ${number(pages)} of ${number(of)} pages are found, too.`,

  workspaces: "Workspaces",
  noneConnected: "Nothing is connected yet.",
  pages: "Pages",
  dataSources: "Databases",
  read: "Texts read",
  waiting: "Waiting",
  failed: "Not readable",
  rate: "Requests a minute",
  timeLeft: "Time left",
  lastListed: "Last full listing",
  lastChecked: "Last checked",
  never: "Not yet",
  unknown: "Not known yet",
  done: "Done",
  paused: "Paused",
  failures: (n: number) =>
    plural(n, { one: "# page could not be read", other: "# pages could not be read" }),
  failuresShown: (shown: number) => `The newest ${number(shown)} are shown.`,
  of: (action: string, workspace: string) => `${action}: ${workspace}`,
  checkNow: "Check now",
  pause: "Pause",
  resume: "Resume",
  capped:
    "Notion’s search ends before it has shown everything of this workspace. The rest was found through databases and links; a page that nothing leads to may be missing. Paste its link above.",
  pageLimit: (limit: number) =>
    `The limit of ${number(limit)} pages for this workspace is reached. There may be more, which are not listed. Raise the limit below, and listing goes on.`,
  textLimit: (megabytes: number) =>
    `The limit of ${number(megabytes)} MB of text for this workspace is reached. Pages that wait are found by their titles. Raise the limit below, and reading goes on.`,
  nowPaused: (workspace: string) => `${workspace} is paused. What is stored stays searched.`,
  nowResumed: (workspace: string) => `${workspace} goes on.`,
  progress: "Texts read",

  kept: (pages: number, megabytes: number) =>
    `Kept at most: ${number(pages)} pages, ${number(megabytes)} MB of text`,
  mostPages: "Pages at most",
  mostMegabytes: "Text at most, in MB",
  limitsChange: "Change limits",
  limitsHint:
    "Beyond the first, new pages are not listed; beyond the second, pages are found by their titles, and a text that was read stays as it is. A lower limit deletes nothing that is stored: disconnecting does.",
  limitsSet: (workspace: string) =>
    `The limits of ${workspace} are changed. Where more may be kept, it is fetched now.`,
  limitsSetForLater: (workspace: string) =>
    `The limits of ${workspace} are changed. They count once it is connected and not paused.`,

  pace: "Pace",
  paceAuto: "Automatic",
  pace180: "180 a minute",
  paceMax: "Fastest",
  paceCustom: "Custom",
  paceNumber: "Requests a minute",
  paceSet: "Set",
  paceHints: {
    auto: "180 requests a minute, and more where the workspace’s plan allows it.",
    per_minute: "Slower leaves more of the workspace’s allowance to other tools.",
    max: "As fast as Notion answers, within its limits. Other tools on this workspace may have to wait.",
  },
};

/** How a page is shared with a connection. */
export const shareSteps = [
  "Open the page in Notion, or a page above it: everything below comes along.",
  "Choose ••• at the top right, then Connections.",
  "Pick the connection, confirm, and check here again.",
];

/** What was found out about a link, and what happens next or what to do. */
export const verdicts = {
  notALink: {
    text: "This is no Notion link or id.",
    next: "In Notion, open the page, choose ••• at its top right, then Copy link, and paste that.",
  },
  justFound: {
    text: "Found just now. Notion shows it, but it was not listed yet.",
    next: "Its title is searched from now on. Its text is read next.",
  },
  inTrash: {
    text: (workspace: string) => `It is in the trash of ${workspace}.`,
    next: "Restore it in Notion, and it comes back here with the next check.",
  },
  notUnderstood: {
    text: (workspace: string) =>
      `${workspace} shows it in a form that this version does not understand.`,
    next: "It is not searched. A newer version may read it.",
  },
  notVisible: {
    text: (asked: string) =>
      asked === "" ? "No connection sees it." : `No connection sees it. Asked: ${asked}.`,
    next: "It is gone, or it is not shared with the connection. To share it:",
  },
  notAsked: {
    text: "It is not known here, and not every workspace could be asked.",
    next: "Check again once they answer.",
  },
  read: {
    text: (when: string) => `It is here. Its text was read ${when}.`,
    next: "Title and text are searched. If the words you remember were added since then, check the workspace again.",
  },
  waiting: {
    text: "It is here, but its text is not read yet.",
    next: "Its title is searched already. Its text follows as soon as it is read.",
  },
  database: {
    text: "It is here. It is a database, which has no text of its own.",
    next: "Its title is searched. Its rows are pages and are found as such.",
  },
  failed: "It is here, but its text could not be read. Only its title is searched.",
  newer: {
    text: "It is here. Its text is searched as it was before the last edit.",
    next: "The newer text follows as soon as it is read.",
  },
  parts: {
    text: (left: number) =>
      `It is here. Its text is searched but for ${plural(left, { one: "# part", other: "# parts" })} or more that are not read yet.`,
    next: "They follow as soon as they are read.",
  },
  lost: {
    text: (lost: string) => `It is here. ${lost}`,
    next: "Title and the rest of its text are searched. What is missing is tried again.",
  },
  outdated: "It is here. Its text is searched as it was when it could last be read.",
  properties: {
    text: "It is here. Some of its properties were not understood.",
    next: "Title and text are searched.",
  },
};
