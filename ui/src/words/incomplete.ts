//! Words for what a listing leaves open: it broke off, pages vanished, something was not
//! understood, a text is read in part. Not pages whose text cannot be read: `preview.ts`.
import type { ConnectionCard, LeftOut, MissingPages, PartlyRead } from "../core/bindings";
import { number, when } from "./format";

/** The most that the core tells of each kind. */
const MOST = 50;

export const incomplete = {
  short: (since: number, now: number) =>
    `Notion’s listing broke off ${when(since, now)} and has not come to its end since. Pages may be missing.`,
  shortNext:
    "The next check tries again. A page you miss now is found when you paste its link in Coverage.",
  missing: ({ pages: count, since }: MissingPages, now: number) =>
    `${pages(count)} vanished at once, ${when(since, now)}. They may have been unshared by mistake.`,
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
    count === 1
      ? "1 thing Notion listed was not understood"
      : `${number(count)} things Notion listed were not understood`,
  leftOutNext: "A newer version of Trove may understand them. The rest is searched as always.",
  partlyRead: (count: number) =>
    count === 1 ? "1 page is read in part" : `${atLeast(count)} pages are read in part`,
  partlyReadNext: "The parts that were read are searched. The others are asked for again.",
  shown: (shown: number) => `Shown are ${number(shown)}.`,
};

/** What it is, and why it was left out. */
export function leftOutWords(item: LeftOut): { what: string; why: string } {
  const place = item.parent === null ? "" : ` In ${item.parent}.`;
  return {
    what: [kindWords(item.kind), item.id].filter(Boolean).join(" "),
    why: item.is_found_by_title
      ? `Some of its properties were not understood. It is found by its title.${place}`
      : `It was not understood and is not searched.${place}`,
  };
}

function kindWords(kind: string | null): string {
  switch (kind) {
    case "page":
      return "Page";
    case "data_source":
      return "Database";
    case null:
      return "Object";
    default:
      return "Object of a new kind";
  }
}

/** How far a text is read. Behind each part that is missing there may be more. */
export function partlyReadWords({ read, left, lost }: Omit<PartlyRead, "id" | "title">): string {
  const about = `${number(read)} of about ${number(read + left + lost)} parts are read.`;
  return lost === 0 ? about : `${about} ${lostWords(lost)}`;
}

/** Parts that were asked for in vain. */
export function lostWords(lost: number): string {
  return lost === 1
    ? "1 part was not given by Notion, or not understood."
    : `${number(lost)} parts were not given by Notion, or not understood.`;
}

/** For the sentence on progress, most important first; empty when nothing is open. */
export function incompleteWords(connections: readonly ConnectionCard[]): string[] {
  const vanished = connections.reduce((sum, { missing }) => sum + (missing?.pages ?? 0), 0);
  return [
    isShort(connections) ? "A listing broke off, so pages may be missing" : "",
    vanished > 0 ? `${pages(vanished)} vanished at once` : "",
  ].filter((part) => part !== "");
}

/** Whether pages may be missing because a listing has not come to its end. */
export function isShort(connections: readonly ConnectionCard[]): boolean {
  return connections.some(({ short_since }) => short_since !== null);
}

function atLeast(count: number): string {
  return count < MOST ? number(count) : `At least ${number(count)}`;
}

function pages(count: number): string {
  return count === 1 ? "1 page" : `${number(count)} pages`;
}
