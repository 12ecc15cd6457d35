//! Words for what a listing leaves open: it broke off, pages vanished, something was not
//! understood, a text is read in part. Not pages whose text cannot be read: `preview.ts`.
import { number, plural } from "../format";

const pages = (n: number) => plural(n, { one: "# page", other: "# pages" });

export const incomplete = {
  short: (when: string) =>
    `Notion’s listing broke off ${when} and has not come to its end since. Pages may be missing.`,
  shortNext:
    "The next check tries again. A page you miss now is found when you paste its link in Coverage.",
  missing: (count: number, when: string) =>
    `${pages(count)} vanished at once, ${when}. They may have been unshared by mistake.`,
  missingNext:
    "They are kept and searched for a day, and go when Notion says again that they are gone. Share them again to keep them.",

  letGo: "Let them go",
  letGoTitle: (count: number) => `Let go of ${pages(count)}?`,
  letGoText: (workspace: string) =>
    `They are no longer found through ${workspace}. Those that no other connection shows are deleted from this computer. Your pages at Notion are not touched; what Notion shows again comes back.`,
  lettingGo: "Letting go…",
  keep: "Keep them",
  gone: (workspace: string, count: number) => `${workspace}: ${pages(count)} let go.`,

  leftOut: (count: number) =>
    plural(count, {
      one: "# thing Notion listed was not understood",
      other: "# things Notion listed were not understood",
    }),
  leftOutNext: "A newer version of Trove may understand them. The rest is searched as always.",
  partlyRead: (count: number) =>
    plural(count, { one: "# page is read in part", other: "# pages are read in part" }),
  partlyReadMost: (count: number) => `At least ${number(count)} pages are read in part`,
  partlyReadNext: "The parts that were read are searched. The others are asked for again.",
  shown: (shown: number) => `Shown are ${number(shown)}.`,

  kinds: { page: "Page", dataSource: "Database", unknown: "Object", new: "Object of a new kind" },
  place: (name: string) => `In ${name}.`,
  foundByTitle: "Some of its properties were not understood. It is found by its title.",
  notSearched: "It was not understood and is not searched.",
  /** Behind each part that is missing there may be more. */
  partsRead: (read: number, of: number) => `${number(read)} of about ${number(of)} parts are read.`,
  lost: (lost: number) =>
    plural(lost, {
      one: "# part was not given by Notion, or not understood.",
      other: "# parts were not given by Notion, or not understood.",
    }),
  brokeOff: "A listing broke off, so pages may be missing",
  vanished: (count: number) => `${pages(count)} vanished at once`,
};
