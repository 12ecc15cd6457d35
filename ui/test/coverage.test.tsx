//! Why a page is not found, the numbers of each workspace, and what can be done about them.
import { describe, expect, test } from "vitest";
import type { BodyGap, LinkVerdict } from "../src/core/bindings";
import { verdictWords } from "../src/words/coverage";
import { acme, handbook, mara, sampleConnection, type World } from "./memory_host";
import { everythingRead, hitOf } from "./memory_search";
import { box, button, has, openWindow, settle, submit, text, type } from "./window";

const [page] = handbook(acme.workspace);
if (page === undefined) throw new Error("no pages");
const hit = hitOf({ row: page, text: [] }, "");
const now = Date.UTC(2026, 10, 26);

const world = (): Partial<World> => ({
  profiles: [mara],
  open: mara,
  connections: [{ ...acme }, { ...sampleConnection }],
  pages: handbook(acme.workspace),
});

async function covering(more: Partial<World> = {}) {
  const host = openWindow({ ...world(), ...more });
  await settle();
  button("Coverage").click();
  await settle();
  return host;
}

const known = (gap: BodyGap): LinkVerdict => ({
  verdict: "known",
  hit,
  others: [],
  body: { state: "read", at: now - 7_200_000, gap },
});

describe("a link", () => {
  const verdicts: [string, LinkVerdict, RegExp, RegExp][] = [
    ["not a link", { verdict: "not_a_link" }, /no Notion link/, /Copy link/],
    [
      "read",
      {
        verdict: "known",
        hit,
        others: [],
        body: { state: "read", at: now - 7_200_000, gap: null },
      },
      /read 2 h/,
      /are searched/,
    ],
    [
      "read before the last edit",
      known({ gap: "newer" }),
      /as it was before the last edit/,
      /newer text follows/,
    ],
    ["read but for one part", known({ gap: "parts", left: 1 }), /but for 1 part or more/, /follow/],
    ["read but for parts", known({ gap: "parts", left: 1200 }), /but for 1,200 parts/, /follow/],
    [
      "read but for what was not understood",
      known({ gap: "lost", parts: 2 }),
      /2 parts were not given by Notion, or not understood/,
      /tried again/,
    ],
    [
      "not read any more",
      known({ gap: "outdated", why: "trouble" }),
      /as it was when it could last be read/,
      /Notion failed each time/,
    ],
    [
      "read but for properties",
      known({ gap: "properties" }),
      /Some of its properties were not understood/,
      /Title and text are searched/,
    ],
    [
      "waiting",
      { verdict: "known", hit, others: [], body: { state: "waiting" } },
      /not read yet/,
      /title is searched/,
    ],
    [
      "a database",
      { verdict: "known", hit, others: [], body: { state: "none" } },
      /database/,
      /rows are pages/,
    ],
    [
      "unreadable",
      { verdict: "known", hit, others: [], body: { state: "failed", why: "restricted" } },
      /could not be read/,
      /connection’s settings/,
    ],
    ["just found", { verdict: "just_found", hit, others: [] }, /just now/, /read next/],
    [
      "in the trash",
      { verdict: "in_trash", workspace: "Acme Studio" },
      /trash of Acme Studio/,
      /Restore/,
    ],
    [
      "not visible",
      { verdict: "not_visible", asked: ["Acme", "Notes"] },
      /Asked: Acme and Notes/,
      /share/,
    ],
    ["not asked", { verdict: "not_asked", failures: [] }, /not every workspace/, /Check again/],
  ];
  test.each(verdicts)("%s: what is so, and what to do", (_, verdict, fact, step) => {
    const words = verdictWords(verdict, now);
    expect(words.text).toMatch(fact);
    expect(words.next).toMatch(step);
    expect(words.text + words.next).not.toMatch(/undefined|!|\[object/);
  });

  test("a text that is not whole is never said to be read", () => {
    const whole = verdicts.filter(([, verdict]) =>
      /was read/.test(verdictWords(verdict, now).text),
    );
    expect(whole.map(([name]) => name)).toEqual(["read"]);
    const good = verdicts.filter(([, verdict]) => verdictWords(verdict, now).severity === "good");
    expect(good.map(([name]) => name)).toEqual(["read", "a database", "just found"]);
  });

  test("sharing is explained step by step where that is what is missing, and only there", () => {
    const share = verdicts.filter(([, verdict]) => verdictWords(verdict, now).share === true);
    expect(share.map(([name]) => name)).toEqual(["not visible"]);
    const unshared = verdictWords(
      { verdict: "known", hit, others: [], body: { state: "failed", why: "not_shared" } },
      now,
    );
    expect(unshared.share).toBe(true);
  });

  test("what is pasted is checked, and a page nobody sees leads to how sharing works", async () => {
    const host = await covering();
    type(box("Notion link or id"), "  https://www.notion.so/Gone-1f2e3d4c  ");
    await submit(box("Notion link or id"));
    expect(host.calls).toContainEqual([
      "check_link",
      { text: "https://www.notion.so/Gone-1f2e3d4c" },
    ]);
    expect(text()).toContain("No connection sees it. Asked: Acme Studio and Lantern Handbook.");
    expect(text()).toContain("Choose ••• at the top right, then Connections.");
    button("How sharing works").click();
    await settle();
    expect(host.calls).toContainEqual(["open_help", { page: "sharing" }]);
  });

  test("a known page can be opened, and shown in search", async () => {
    const host = await covering();
    type(box("Notion link or id"), page.url);
    await submit(box("Notion link or id"));
    button("Open").click();
    await settle();
    expect(host.calls).toContainEqual(["open_page", { page: page.id, other: false }]);
    button("Show in search").click();
    await settle();
    expect(box("Search pages").value).toBe(page.url);
  });

  test("workspaces that could not be asked are named with the reason", async () => {
    const failures = [{ workspace: "Notes", error: { code: "offline" } as const }];
    await covering({ verdict: { verdict: "not_asked", failures } });
    type(box("Notion link or id"), page.url);
    await submit(box("Notion link or id"));
    expect(text()).toContain("Notes: Notion did not answer.");
  });
});

describe("workspaces", () => {
  test("numbers, what failed and why", async () => {
    await covering({
      connections: [
        {
          ...acme,
          pages: 10_313,
          reading: {
            read: 1240,
            waiting: 9070,
            failed: 60,
            running: true,
            per_minute: 178,
            seconds_left: 2290,
          },
        },
      ],
      failures: [{ id: "f", title: "", why: "not_understood" }],
    });
    expect(text()).toContain("1,240 of 10,370 pages read, about 38 min left");
    expect(text()).toContain("60 pages could not be read");
    expect(text()).toContain("The newest 1 are shown.");
    expect(text()).toContain("Untitled");
    const bar = document.querySelector("progress");
    expect([bar?.value, bar?.max]).toEqual([1240, 10_370]);
  });

  test.each([null, 1_000_000])("a limit that is reached is said: %s", async (limit) => {
    await covering({ limits: { capped: false, page_limit: limit, text_limit_megabytes: null } });
    expect(text().includes("The limit of 1,000,000 pages for this workspace is reached.")).toBe(
      limit !== null,
    );
  });

  test("a limit is changed for its workspace alone, where the sentence says", async () => {
    const folds = () => [...document.querySelectorAll("details")].filter(({ open }) => open).length;
    const host = await covering({
      connections: [{ ...acme }],
      limits: { capped: false, page_limit: 1_000_000, text_limit_megabytes: null },
    });
    expect(folds()).toBe(1);
    expect(text()).toContain("Kept at most: 1,000,000 pages, 32,768 MB of text");
    box("Pages at most").value = "0";
    await submit(box("Pages at most"));
    expect(host.calls.map(([name]) => name)).not.toContain("set_limits");
    box("Pages at most").value = "2000000";
    await submit(box("Pages at most"));
    expect(host.calls).toContainEqual([
      "set_limits",
      { connection: "c1", limits: { pages: 2_000_000, megabytes: 32_768 } },
    ]);
    expect(text()).toContain("Kept at most: 2,000,000 pages, 32,768 MB of text");
    expect(text()).toContain("The limits of Acme Studio are changed.");
  });

  test("limits that are not reached are one line", async () => {
    await covering({ connections: [{ ...acme }] });
    expect([...document.querySelectorAll("details")].map(({ open }) => open)).toEqual([false]);
  });

  test.each([false, true])("whether search shows everything is said: %s", async (capped) => {
    await covering({ limits: { capped, page_limit: null, text_limit_megabytes: null } });
    expect(text().includes("Notion’s search ends before it has shown everything")).toBe(capped);
  });

  test("check, pause, resume and pace reach the connection they belong to", async () => {
    const host = await covering();
    button("Check now: Lantern Handbook").click();
    button("Pause: Acme Studio").click();
    await settle();
    expect(host.calls).toContainEqual(["refresh", { connection: "sample" }]);
    expect(host.calls).toContainEqual(["pause_connection", { connection: "c1", paused: true }]);
    button("Resume: Acme Studio").click();
    await settle();
    expect(host.calls).toContainEqual(["pause_connection", { connection: "c1", paused: false }]);
    const fastest = document.querySelector<HTMLInputElement>('input[type="radio"][value="max"]');
    fastest?.click();
    await settle();
    expect(host.calls).toContainEqual(["set_pace", { connection: "c1", pace: { pace: "max" } }]);
    document.querySelector<HTMLInputElement>('input[type="radio"][value="custom"]')?.click();
    await settle();
    box("Requests a minute").value = "45";
    await submit(box("Requests a minute"));
    expect(host.calls).toContainEqual([
      "set_pace",
      { connection: "c1", pace: { pace: "per_minute", requests: 45 } },
    ]);
  });

  test("the index is told as it changes", async () => {
    const host = await covering({ covers: { ...everythingRead, index: { state: "ready" } } });
    expect(text()).toContain("Titles and texts are searched.");
    host.emit({ event: "index", data: { state: "building", done: 40, of: 100 } });
    await settle();
    expect(text()).toContain("Index is being rebuilt: 40%; titles answer meanwhile.");
    expect(has("progress", "40%")).toBe(true);
  });
});
