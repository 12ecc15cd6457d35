//! Words of the coverage view: what is searched, what is not, and why a page is not found.
import type { BodyGap, BodyState, LinkVerdict } from "../core/bindings";
import { list, when } from "./format";
import { lostWords } from "./incomplete";
import { readFailures } from "./preview";
import * as english from "./en/coverage";
import { spoken } from "./spoken";

export const coverage = spoken("coverage", english.coverage);
export const shareSteps = spoken("shareSteps", english.shareSteps);
const verdicts = spoken("verdicts", english.verdicts);

export interface VerdictWords {
  severity: "good" | "info" | "warning";
  /** What was found out. */
  text: string;
  /** What happens next, or what to do. */
  next: string;
  /** Whether the way to share a page is shown. */
  share?: boolean;
}

export function verdictWords(verdict: LinkVerdict, now: number): VerdictWords {
  switch (verdict.verdict) {
    case "not_a_link":
      return { severity: "warning", ...verdicts.notALink };
    case "known":
      return knownWords(verdict.body, now);
    case "just_found":
      return { severity: "good", ...verdicts.justFound };
    case "in_trash": {
      const { text, next } = verdicts.inTrash;
      return { severity: "info", text: text(verdict.workspace), next };
    }
    case "not_understood": {
      const { text, next } = verdicts.notUnderstood;
      return { severity: "warning", text: text(verdict.workspace), next };
    }
    case "not_visible": {
      const { text, next } = verdicts.notVisible;
      return { severity: "warning", text: text(list(verdict.asked)), next, share: true };
    }
    case "not_asked":
      return { severity: "warning", ...verdicts.notAsked };
  }
}

function gapWords(gap: BodyGap): VerdictWords {
  switch (gap.gap) {
    case "newer":
      return { severity: "info", ...verdicts.newer };
    case "parts": {
      const { text, next } = verdicts.parts;
      return { severity: "info", text: text(gap.left), next };
    }
    case "lost": {
      const { text, next } = verdicts.lost;
      return { severity: "warning", text: text(lostWords(gap.parts)), next };
    }
    case "outdated":
      return { severity: "warning", text: verdicts.outdated, next: readFailures[gap.why] };
    case "properties":
      return { severity: "warning", ...verdicts.properties };
  }
}

function knownWords(body: BodyState, now: number): VerdictWords {
  switch (body.state) {
    case "read": {
      if (body.gap) return gapWords(body.gap);
      const { text, next } = verdicts.read;
      return { severity: "good", text: text(when(body.at, now)), next };
    }
    case "waiting":
      return { severity: "info", ...verdicts.waiting };
    case "none":
      return { severity: "good", ...verdicts.database };
    case "failed":
      return {
        severity: "warning",
        text: verdicts.failed,
        next: readFailures[body.why],
        ...(body.why === "not_shared" && { share: true }),
      };
  }
}
