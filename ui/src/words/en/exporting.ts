//! Words of exporting pages.
import type { ExportFormat } from "../../core/bindings";
import { number, plural } from "../format";

export const exporting = {
  title: "Export pages",
  lead: "Pages are copied into plain files, in a new folder inside one that you choose.",
  plain:
    "The copy is no longer encrypted: whoever can read those files can read what is in them, also after Trove is locked, and a folder that is synced or backed up takes them along. Delete it when you are done.",
  what: "Which pages",
  format: "As",
  chosen: (n: number) => `The ${number(n)} selected`,
  one: "The selected page",
  found: "Everything found",
  listed: "Every page of the list",
  all: "Every page",
  rows: (name: string) => `The rows of ${name}`,
  choose: "Choose a folder…",
  working: "Copying…",
  copied: (pages: number, of: number) => `${number(pages)} of ${number(of)} pages copied`,
  stop: "Stop",
  stopping: "Stopping…",
  stopped: "Stopped. Nothing of it was kept.",
  stoppedLeft:
    "Stopped. What was copied until then could not be removed, and is not encrypted. It is in this folder:",
  cancel: "Cancel",
  close: "Close",
  none: "There was nothing to export.",
  done: (pages: number) => plural(pages, { one: "# page is in", other: "# pages are in" }),
  withoutText: (n: number) =>
    plural(n, {
      one: "# of them came without its text, which is not read yet.",
      other: "# of them came without their texts, which are not read yet.",
    }),
  more: "There are more: one export holds 10,000 pages at most, and of hits by date the best 1,000. Narrow the search for the others.",
  copyFolder: "Copy path",
  folderCopied: "Path copied.",
};

export const formatNames: Record<ExportFormat, string> = {
  markdown: "Markdown, with texts",
  csv: "Table (CSV), with properties",
  json_lines: "JSON lines, with both",
};
