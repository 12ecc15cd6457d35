//! Words of the coverage view: what is searched, what is not, and why a page is not found.
import type { BodyGap, BodyState, LinkVerdict } from "../core/bindings";
import { number, when } from "./format";
import { lostWords } from "./incomplete";
import { readFailures } from "./preview";

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
    n === 1 ? "1 page could not be read" : `${number(n)} pages could not be read`,
  failuresShown: (shown: number) => `The newest ${number(shown)} are shown.`,
  of: (action: string, workspace: string) => `${action}: ${workspace}`,
  checkNow: "Check now",
  pause: "Pause",
  resume: "Resume",
  capped:
    "Notion’s search ends before it has shown everything of this workspace. The rest was found through databases and links; a page that nothing leads to may be missing. Paste its link above.",
  pageLimit: (limit: number) =>
    `${number(limit)} pages are known, as many as are kept of a workspace. There may be more, which are not listed. trove sync --full --most-pages raises the limit.`,
  textLimit: (megabytes: number) =>
    `${number(megabytes)} MB of text are stored, as much as is kept of a workspace. Pages that wait are found by their titles. trove sync --most-megabytes raises the limit.`,
  nowPaused: (workspace: string) => `${workspace} is paused. What is stored stays searched.`,
  nowResumed: (workspace: string) => `${workspace} goes on.`,
  progress: "Texts read",

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

export interface VerdictWords {
  severity: "good" | "info" | "warning";
  /** What was found out. */
  text: string;
  /** What happens next, or what to do. */
  next: string;
  /** Whether the way to share a page is shown. */
  share?: boolean;
}

/** How a page is shared with a connection. */
export const shareSteps = [
  "Open the page in Notion, or a page above it: everything below comes along.",
  "Choose ••• at the top right, then Connections.",
  "Pick the connection, confirm, and check here again.",
];

export function verdictWords(verdict: LinkVerdict, now: number): VerdictWords {
  switch (verdict.verdict) {
    case "not_a_link":
      return {
        severity: "warning",
        text: "This is no Notion link or id.",
        next: "In Notion, open the page, choose ••• at its top right, then Copy link, and paste that.",
      };
    case "known":
      return knownWords(verdict.body, now);
    case "just_found":
      return {
        severity: "good",
        text: "Found just now. Notion shows it, but it was not listed yet.",
        next: "Its title is searched from now on. Its text is read next.",
      };
    case "in_trash":
      return {
        severity: "info",
        text: `It is in the trash of ${verdict.workspace}.`,
        next: "Restore it in Notion, and it comes back here with the next check.",
      };
    case "not_understood":
      return {
        severity: "warning",
        text: `${verdict.workspace} shows it in a form that this version does not understand.`,
        next: "It is not searched. A newer version may read it.",
      };
    case "not_visible":
      return {
        severity: "warning",
        text:
          verdict.asked.length === 0
            ? "No connection sees it."
            : `No connection sees it. Asked: ${verdict.asked.join(", ")}.`,
        next: "It is gone, or it is not shared with the connection. To share it:",
        share: true,
      };
    case "not_asked":
      return {
        severity: "warning",
        text: "It is not known here, and not every workspace could be asked.",
        next: "Check again once they answer.",
      };
  }
}

function gapWords(gap: BodyGap): VerdictWords {
  switch (gap.gap) {
    case "newer":
      return {
        severity: "info",
        text: "It is here. Its text is searched as it was before the last edit.",
        next: "The newer text follows as soon as it is read.",
      };
    case "parts":
      return {
        severity: "info",
        text: `It is here. Its text is searched but for ${gap.left === 1 ? "1 part" : `${number(gap.left)} parts`} or more that are not read yet.`,
        next: "They follow as soon as they are read.",
      };
    case "lost":
      return {
        severity: "warning",
        text: `It is here. ${lostWords(gap.parts)}`,
        next: "Title and the rest of its text are searched. What is missing is tried again.",
      };
    case "outdated":
      return {
        severity: "warning",
        text: "It is here. Its text is searched as it was when it could last be read.",
        next: readFailures[gap.why],
      };
    case "properties":
      return {
        severity: "warning",
        text: "It is here. Some of its properties were not understood.",
        next: "Title and text are searched.",
      };
  }
}

function knownWords(body: BodyState, now: number): VerdictWords {
  switch (body.state) {
    case "read":
      if (body.gap) return gapWords(body.gap);
      return {
        severity: "good",
        text: `It is here. Its text was read ${when(body.at, now)}.`,
        next: "Title and text are searched. If the words you remember were added since then, check the workspace again.",
      };
    case "waiting":
      return {
        severity: "info",
        text: "It is here, but its text is not read yet.",
        next: "Its title is searched already. Its text follows as soon as it is read.",
      };
    case "none":
      return {
        severity: "good",
        text: "It is here. It is a database, which has no text of its own.",
        next: "Its title is searched. Its rows are pages and are found as such.",
      };
    case "failed":
      return {
        severity: "warning",
        text: "It is here, but its text could not be read. Only its title is searched.",
        next: readFailures[body.why],
        ...(body.why === "not_shared" && { share: true }),
      };
  }
}
