//! The sentence in the footer, as a table.
import { describe, expect, test } from "vitest";
import type { ConnectionCard, IndexState, Reading } from "../src/core/bindings";
import { duration, progressWords } from "../src/words/progress";
import { acme } from "./memory_host";

const now = Date.UTC(2026, 10, 26, 12);
const minutes = (n: number) => now - n * 60_000;
const reading = (more: Partial<Reading> = {}): Reading => ({
  read: 1240,
  waiting: 0,
  failed: 0,
  running: false,
  per_minute: 0,
  seconds_left: null,
  ...more,
});
const card = (more: Partial<ConnectionCard> = {}): ConnectionCard => ({
  ...acme,
  last_listed: minutes(60),
  last_checked: minutes(2),
  reading: reading(),
  ...more,
});
const behind = reading({ waiting: 9070, running: true, seconds_left: 2290 });
const building: IndexState = { state: "building", done: 40, of: 100 };

describe("progress", () => {
  const table: [string, ConnectionCard[], IndexState | undefined, string][] = [
    ["no connection", [], undefined, "Nothing is connected"],
    ["all read", [card()], { state: "ready" }, "Up to date 2 min. ago"],
    [
      "the least fresh of two",
      [card(), card({ last_checked: minutes(30) })],
      undefined,
      "Up to date 30 min. ago",
    ],
    [
      "some unreadable",
      [card({ reading: reading({ failed: 3 }) })],
      undefined,
      "Up to date 2 min. ago; 3 pages could not be read",
    ],
    [
      "a few left to read",
      [card({ reading: reading({ waiting: 3, seconds_left: 2 }) })],
      undefined,
      "Up to date 2 min. ago; 3 pages still to read",
    ],
    [
      "never checked",
      [card({ last_checked: null, last_listed: null })],
      undefined,
      "Not checked yet",
    ],
    [
      "listed and not checked since",
      [card({ last_checked: null })],
      undefined,
      "Up to date 1 hr. ago",
    ],
    [
      "listed again since it was checked",
      [card({ last_listed: minutes(1) })],
      undefined,
      "Up to date 1 min. ago",
    ],
    ["all paused", [card({ status: "paused" })], undefined, "Paused"],
    ["token refused", [card({ status: "needs_reconnect" })], undefined, "Not up to date"],
    [
      "reading",
      [card({ reading: behind })],
      undefined,
      "1,240 of 10,310 pages read, about 38 min left",
    ],
    [
      "reading, rate unknown",
      [card({ reading: { ...behind, seconds_left: null } })],
      undefined,
      "1,240 of 10,310 pages read",
    ],
    [
      "reading two, the slowest counts",
      [card({ reading: behind }), card({ reading: { ...behind, seconds_left: 60 } })],
      undefined,
      "2,480 of 20,620 pages read, about 38 min left",
    ],
    [
      "reading paused",
      [card({ status: "paused", reading: behind })],
      undefined,
      "1,240 of 10,310 pages read; reading is paused",
    ],
    [
      "first listing",
      [card({ last_listed: null, listing: { state: "running", found: 3200 }, reading: behind })],
      undefined,
      "Listing: 3,200 pages found",
    ],
    [
      "first listing begins",
      [card({ last_listed: null, listing: { state: "running", found: 0 } })],
      undefined,
      "Listing: asking Notion",
    ],
    [
      "a later listing",
      [card({ listing: { state: "running", found: 12 } })],
      undefined,
      "Asking Notion what is new",
    ],
    [
      "index building",
      [card({ reading: behind })],
      building,
      "Index is being rebuilt: 40%; titles answer meanwhile",
    ],
    [
      "index opening",
      [card()],
      { state: "opening" },
      "Index is being opened; titles answer meanwhile",
    ],
    [
      "disk full",
      [card()],
      { state: "failed", error: "disk_full" },
      "The disk is full, so the index cannot be written; only titles are searched",
    ],
    [
      "disk",
      [card()],
      { state: "failed", error: "disk" },
      "The index cannot be written; only titles are searched",
    ],
    [
      "a listing broke off",
      [card({ short_since: minutes(90) }), card()],
      undefined,
      "A listing broke off, so pages may be missing. Checked 2 min. ago",
    ],
    [
      "pages of two connections vanished",
      [
        card({ missing: { pages: 1200, since: minutes(9) } }),
        card({ missing: { pages: 30, since: minutes(9) } }),
      ],
      undefined,
      "1,230 pages vanished at once. Up to date 2 min. ago",
    ],
    [
      "both, and still reading",
      [card({ short_since: 0, missing: { pages: 1, since: 0 }, reading: behind })],
      undefined,
      "A listing broke off, so pages may be missing. 1 page vanished at once. 1,240 of 10,310 pages read, about 38 min left",
    ],
    [
      "a listing broke off, and the index is no good",
      [card({ short_since: minutes(90) })],
      { state: "failed", error: "disk" },
      "A listing broke off, so pages may be missing. The index cannot be written; only titles are searched",
    ],
  ];
  test.each(table)("%s", (_, connections, index, sentence) => {
    expect(progressWords({ connections, index, now })).toBe(sentence);
  });

  test.each([
    [20, "less than 1 min"],
    [90, "about 2 min"],
    [5_300, "about 88 min"],
    [7_200, "about 2 h"],
    [259_200, "about 3 days"],
  ])("%i seconds", (seconds, words) => expect(duration(seconds)).toBe(words));
});
