//! One sentence on how far things are, from what the core says of connections and index.
//! Pure. Not errors, which have a table of their own: those are `errors.ts`.
import type { ConnectionCard, IndexState } from "../core/bindings";
import { percent, when } from "./format";
import { incompleteWords, isShort } from "./incomplete";
import * as english from "./en/progress";
import { spoken } from "./spoken";

const words = spoken("progress", english.progress);

/** What the sentence is made from. */
export interface Standing {
  connections: readonly ConnectionCard[];
  index: IndexState | undefined;
  now: number;
}

/** The most important thing first: what may be missing, what is going on, how fresh it is. */
export function progressWords({ connections, index, now }: Standing): string {
  if (connections.length === 0) return words.nothingConnected;
  const standing =
    indexWords(index) ??
    listingWords(connections) ??
    readingOf(connections) ??
    freshness(connections, now);
  return [...incompleteWords(connections), standing].join(". ");
}

/** Undefined when the index is whole and searched. */
export function indexWords(index: IndexState | undefined): string | undefined {
  switch (index?.state) {
    case "opening":
      return words.opening;
    case "building":
      return words.building(percent(index.done, index.of));
    case "failed":
      return index.error === "disk_full" ? words.diskFull : words.notWritten;
    case "ready":
    case undefined:
      return undefined;
  }
}

function listingWords(connections: readonly ConnectionCard[]): string | undefined {
  const running = connections.filter(({ listing }) => listing.state === "running");
  if (running.length === 0) return undefined;
  const found = running.reduce(
    (sum, { listing }) => sum + (listing.state === "running" ? listing.found : 0),
    0,
  );
  // Looking for news finds few pages, or none, and is over before a number means anything.
  const first = running.some(({ last_listed }) => last_listed === null);
  if (!first) return words.askingNew;
  return found === 0 ? words.listing : words.listed(found);
}

/** Undefined when nearly everything is read: somebody's last edits are no matter for a sum. */
function readingOf(connections: readonly ConnectionCard[]): string | undefined {
  const { read, waiting } = sums(connections);
  return waiting === 0 || waiting * FEW < read ? undefined : readingWords(connections);
}

/** One in so many is few. */
const FEW = 100;

function sums(connections: readonly ConnectionCard[]) {
  const sum = (part: "read" | "waiting" | "failed") =>
    connections.reduce((total, { reading }) => total + reading[part], 0);
  return { read: sum("read"), waiting: sum("waiting"), failed: sum("failed") };
}

/** `1,240 of 10,310 pages read, about 38 min left`, of one connection or of several. */
export function readingWords(connections: readonly ConnectionCard[]): string {
  const sum = sums(connections);
  const waiting = connections.filter(({ reading }) => reading.waiting > 0);
  const read = words.read(sum.read, sum.read + sum.waiting + sum.failed);
  if (waiting.length === 0) return read;
  const going = waiting.filter(({ status }) => status === "active");
  if (going.length === 0) {
    return waiting.some(({ status }) => status === "paused") ? words.readPaused(read) : read;
  }
  // Connections are read side by side: the slowest says when everything is done.
  const seconds = going.map(({ reading }) => reading.seconds_left);
  if (seconds.some((left) => left === null)) return read;
  return words.readLeft(read, duration(Math.max(...seconds.map((left) => left ?? 0))));
}

export function duration(seconds: number): string {
  if (seconds < 60) return words.lessThanMinute;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return words.minutes(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? words.hours(hours) : words.days(Math.round(hours / 24));
}

function freshness(connections: readonly ConnectionCard[], now: number): string {
  const checked = connections.filter(({ status }) => status === "active").map(lastChecked);
  if (checked.length === 0) {
    return connections.some(({ status }) => status === "paused") ? words.paused : words.notUpToDate;
  }
  if (checked.some((at) => at === null)) return words.notChecked;
  // The least fresh of them: everything is at least this up to date.
  const oldest = Math.min(...checked.map((at) => at ?? 0));
  const { waiting, failed } = sums(connections);
  return [
    // What a listing broke off before is as old as it is.
    (isShort(connections) ? words.checked : words.upToDate)(when(oldest, now)),
    waiting > 0 && words.toRead(waiting),
    failed > 0 && words.notRead(failed),
  ]
    .filter(Boolean)
    .join("; ");
}

/** When everything newer was last asked for: a full listing asks for that too. */
export function lastChecked({ last_checked, last_listed }: ConnectionCard): number | null {
  return last_checked === null || last_listed === null
    ? (last_checked ?? last_listed)
    : Math.max(last_checked, last_listed);
}
