//! Words of the preview: what is stored of a page's body, and what stands in for the rest.
import type { PreviewMedia, ReadFailure } from "../../core/bindings";
import { number, plural } from "../format";

export const preview = {
  table: "Table",
  title: "Preview",
  back: "Back to the results",
  nothing: "Choose a page to see its text.",
  edited: (when: string) => `Edited ${when}`,
  read: (when: string) => `Read ${when}`,
  properties: "Properties",
  // Blocks, rows of tables and pieces of long texts.
  leftOutBefore: (n: number) =>
    plural(n, { one: "# part before this", other: "# parts before this" }),
  leftOutAfter: (n: number) => plural(n, { one: "# part after this", other: "# parts after this" }),
  showEarlier: "Show what is before",
  showLater: "Show what is after",
  noMarks: "Nothing is marked in this page.",
  markOf: (n: number, of: number) => `Mark ${number(n)} of ${number(of)}`,
  copyAddress: (address: string) => `Copy ${address}`,
  addressCopied: (address: string) => `Copied, and not opened: ${address}`,
  openPage: (title: string) => `Open ${title}`,
  empty: "This page has no text.",
  waiting: "Its text is not read yet. Its title is searched already.",
  rows: "Rows",
  rowCount: (n: number) => plural(n, { one: "# row", other: "# rows" }),
  moreRows: (n: number) => plural(n, { one: "Show # more", other: "Show # more" }),
  noRows: "No row of it is known here. Rows are pages, and are found as such.",
  backTo: (title: string) => `Back to ${title}`,
  moreProperties: (n: number) =>
    plural(n, { one: "Show # more property", other: "Show # more properties" }),
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
export const gaps = {
  newer: "This is its text before the last edit. The newer text is read next.",
  parts: (left: number) =>
    plural(left, {
      one: "Read in part: # part or more is still to be read.",
      other: "Read in part: # parts or more are still to be read.",
    }),
  lost: (lost: string) => `Read in part: ${lost} What is missing is tried again.`,
  outdated: (why: string) => `This is its text as it was when it could last be read. ${why}`,
  properties: "Some of its properties were not understood. Its text is whole.",
};
