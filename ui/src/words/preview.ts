//! Words of the preview: what is stored of a page's body, and what stands in for the rest.
import type { BodyGap } from "../core/bindings";
import { lostWords } from "./incomplete";
import * as english from "./en/preview";
import { spoken } from "./spoken";

export const preview = spoken("preview", english.preview);
export const mediaNames = spoken("mediaNames", english.mediaNames);
export const readFailures = spoken("readFailures", english.readFailures);
const gaps = spoken("gaps", english.gaps);

/** What of a text that was read is not searched and not shown. */
export function gapWords(gap: BodyGap): string {
  switch (gap.gap) {
    case "newer":
      return gaps.newer;
    case "parts":
      return gaps.parts(gap.left);
    case "lost":
      return gaps.lost(lostWords(gap.parts));
    case "outdated":
      return gaps.outdated(readFailures[gap.why]);
    case "properties":
      return gaps.properties;
  }
}
