//! Words of the preview: what is stored of a page's body, and what stands in for the rest.
import type { BodyGap, PreviewMedia, ReadFailure } from "../core/bindings";
import { number } from "./format";
import { lostWords } from "./incomplete";

export const preview = {
  table: "Table",
  title: "Preview",
  back: "Back to the results",
  nothing: "Choose a page to see its text.",
  edited: (when: string) => `Edited ${when}`,
  read: (when: string) => `Read ${when}`,
  properties: "Properties",
  // Blocks, rows of tables and pieces of long texts.
  leftOutBefore: (n: number) => (n === 1 ? "1 part before this" : `${number(n)} parts before this`),
  leftOutAfter: (n: number) => (n === 1 ? "1 part after this" : `${number(n)} parts after this`),
  showEarlier: "Show what is before",
  showLater: "Show what is after",
  openPage: (title: string) => `Open ${title}`,
  empty: "This page has no text.",
  waiting: "Its text is not read yet. Its title is searched already.",
  database: "A database has no text of its own. Its rows are pages and are found as such.",
  failed: (why: string) => `Its text could not be read. ${why}`,
  live: "Notion found it. It is not listed here yet, so only this much is known.",
  todoDone: "Done",
  todoOpen: "Not done",
  missing: "Notion does not give this block to connections.",
  equation: "Equation",
};

export const mediaNames: Record<PreviewMedia, string> = {
  image: "Image",
  file: "File",
  video: "Video",
  audio: "Audio",
  bookmark: "Link",
};

/** Why a body could not be read, and what to do about it. */
export const readFailures: Record<ReadFailure, string> = {
  not_shared:
    "Notion lists it but does not let this connection open it. Share the page with the connection.",
  restricted:
    "This connection may not read content. Allow it in the connection’s settings at Notion.",
  not_understood: "Notion’s answer was too large or not understood. It is tried again later.",
  trouble: "Notion failed each time it was asked. It is tried again later.",
};

/** What of a text that was read is not searched and not shown. */
export function gapWords(gap: BodyGap): string {
  switch (gap.gap) {
    case "newer":
      return "This is its text before the last edit. The newer text is read next.";
    case "parts":
      return gap.left === 1
        ? "Read in part: 1 part or more is still to be read."
        : `Read in part: ${number(gap.left)} parts or more are still to be read.`;
    case "lost":
      return `Read in part: ${lostWords(gap.parts)} What is missing is tried again.`;
    case "outdated":
      return `This is its text as it was when it could last be read. ${readFailures[gap.why]}`;
    case "properties":
      return "Some of its properties were not understood. Its text is whole.";
  }
}
