//! What a listing leaves open, in words: it broke off, pages vanished, something was not
//! understood, a text is read in part. Not pages whose text cannot be read: `preview.ts`.
import type { ConnectionCard, LeftOut, MissingPages, PartlyRead } from "../core/bindings";
import { when } from "./format";
import * as english from "./en/incomplete";
import { spoken } from "./spoken";

export const incomplete = spoken("incomplete", english.incomplete);

/** The most that the core tells of each kind. */
const MOST = 50;

export function shortWords(since: number, now: number): string {
  return incomplete.short(when(since, now));
}

export function missingWords({ pages, since }: MissingPages, now: number): string {
  return incomplete.missing(pages, when(since, now));
}

/** What it is, and why it was left out. */
export function leftOutWords(item: LeftOut): { what: string; why: string } {
  const why = item.is_found_by_title ? incomplete.foundByTitle : incomplete.notSearched;
  return {
    what: [kindWords(item.kind), item.id].filter(Boolean).join(" "),
    why: item.parent === null ? why : `${why} ${incomplete.place(item.parent)}`,
  };
}

function kindWords(kind: string | null): string {
  const { page, dataSource, unknown, new: new_ } = incomplete.kinds;
  if (kind === null) return unknown;
  return kind === "page" ? page : kind === "data_source" ? dataSource : new_;
}

export function partlyReadCount(count: number): string {
  return count < MOST ? incomplete.partlyRead(count) : incomplete.partlyReadMost(count);
}

/** How far a text is read. Behind each part that is missing there may be more. */
export function partlyReadWords({ read, left, lost }: Omit<PartlyRead, "id" | "title">): string {
  const about = incomplete.partsRead(read, read + left + lost);
  return lost === 0 ? about : `${about} ${lostWords(lost)}`;
}

/** Parts that were asked for in vain. */
export function lostWords(lost: number): string {
  return incomplete.lost(lost);
}

/** For the sentence on progress, most important first; empty when nothing is open. */
export function incompleteWords(connections: readonly ConnectionCard[]): string[] {
  const vanished = connections.reduce((sum, { missing }) => sum + (missing?.pages ?? 0), 0);
  return [
    isShort(connections) ? incomplete.brokeOff : "",
    vanished > 0 ? incomplete.vanished(vanished) : "",
  ].filter((part) => part !== "");
}

/** Whether pages may be missing because a listing has not come to its end. */
export function isShort(connections: readonly ConnectionCard[]): boolean {
  return connections.some(({ short_since }) => short_since !== null);
}
