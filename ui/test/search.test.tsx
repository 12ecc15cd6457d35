//! Searching under the keys: what is asked, what is shown of it, and what the keys do.
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { SearchRequest } from "../src/core/bindings";
import {
  acme,
  handbook,
  manyPages,
  mara,
  sampleConnection,
  type MemoryHost,
  type World,
} from "./memory_host";
import { everythingRead } from "./memory_search";
import { box, button, has, key, openWindow, settle, text, type } from "./window";

const pages = handbook(acme.workspace);
const idOf = (title: string) => pages.find((page) => page.title === title)?.id ?? "";
const kitchen = idOf("Kitchen rota");
const budget = idOf("Budget 2027 (draft)");

const world = (): Partial<World> => ({
  profiles: [mara],
  passwords: new Map([["p1", "correct horse"]]),
  open: mara,
  connections: [{ ...acme }],
  pages: handbook(acme.workspace),
  openedLately: pages.map(({ id }) => id),
  texts: new Map([
    [kitchen, ["Tea is on the house; <b>biscuits</b> are not.", "The tea tin is blue."]],
    [budget, ["Tea for the kitchen: 120 a year."]],
    [idOf("Onboarding checklist"), ["Find the tea."]],
  ]),
});

let clipboard = "";
beforeEach(() => {
  clipboard = "";
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (words: string) => void (clipboard = words) },
  });
});

const input = () => box("Search pages");
const options = () => [...document.querySelectorAll('#hits [role="option"]')];
const titles = () => options().map((option) => option.querySelector(".entry-title")?.textContent);
function selected(): string | null | undefined {
  const [option, ...more] = options().filter((row) => row.getAttribute("aria-selected") === "true");
  expect(more).toHaveLength(0);
  expect(input().getAttribute("aria-activedescendant")).toBe(option?.id);
  return option?.querySelector(".entry-title")?.textContent;
}
const requests = (host: MemoryHost) =>
  host.calls
    .filter(([name]) => name === "search")
    .map(([, args]) => (args as { request: SearchRequest }).request);
const opened = (host: MemoryHost) =>
  host.calls.filter(([name]) => name === "open_page").map(([, args]) => args);

async function searching(words: string, more: Partial<World> = {}) {
  const host = openWindow({ ...world(), ...more });
  await settle();
  type(input(), words);
  await settle();
  return host;
}

describe("answers", () => {
  test("a key while an answer is under way waits, and a slow old answer never comes back", async () => {
    const host = await searching("");
    host.hold("search");
    for (const words of ["t", "te", "tea", "kitchen"]) type(input(), words);
    await settle();
    expect(requests(host).map(({ text }) => text)).toEqual(["t"]);
    host.release("search");
    await settle();
    expect(requests(host).map(({ text }) => text)).toEqual(["t", "kitchen"]);
    host.release("search");
    await settle();
    expect(titles()).toEqual(["Kitchen rota", "Budget 2027 (draft)"]);
  });

  test("until the first answer is there, list and preview stay as they were", async () => {
    const host = await searching("");
    await vi.waitFor(() =>
      expect(document.querySelector(".preview h2")?.textContent).toBe("Welcome to the studio"),
    );
    host.hold("search");
    type(input(), "tea");
    await settle();
    expect(document.querySelectorAll('#home [role="option"]')).toHaveLength(19);
    expect(document.querySelector(".preview h2")?.textContent).toBe("Welcome to the studio");
    host.release("search");
    await settle();
    expect(titles()).toHaveLength(3);
  });

  test("an answer that arrives after the box was emptied is not shown", async () => {
    const host = await searching("");
    host.hold("search");
    type(input(), "tea");
    await key(input(), "Escape");
    host.release("search");
    await settle();
    expect(document.querySelector("#hits")).toBeNull();
    expect(text()).toContain("18 pages");
  });

  test("marks and page text are text, never markup", async () => {
    await searching("biscuits");
    const option = options()[0];
    expect(option?.textContent).toContain("<b>biscuits</b>");
    expect(option?.querySelector("b")).toBeNull();
    expect([...(option?.querySelectorAll("mark") ?? [])].map((mark) => mark.textContent)).toEqual([
      "biscuits",
    ]);
    for (const passage of document.querySelectorAll(".passage")) {
      expect(passage.getAttribute("dir")).toBe("auto");
    }
  });

  test("count and time are told, and that the best are shown where there are more", async () => {
    await searching("tea", { told: { took_us: 3420, total: { count: "many", at_least: 50 } } });
    expect(text()).toContain("more than 50 pages");
    expect(text()).toContain("3.4 ms");
    expect(text()).toContain("The best 3 are shown.");
  });

  test("what changes in the core is asked for again, and the selection stays with its page", async () => {
    const host = await searching("tea");
    await key(input(), "ArrowDown");
    const chosen = selected();
    expect(chosen).toBe("Budget 2027 (draft)");
    host.world.texts.set(idOf("Release notes 0.1"), ["tea"]);
    host.world.pages = host.world.pages.reverse();
    host.emit({ event: "pages_changed" });
    await vi.waitFor(() => expect(titles()).toContain("Release notes 0.1"), { timeout: 3000 });
    expect(selected()).toBe(chosen);
  });

  test("a screen's worth is drawn with the answer, the rest when no key follows or somebody goes there", async () => {
    await searching("", { pages: manyPages(400) });
    type(input(), "e");
    await vi.waitFor(() => expect(options().length).toBeGreaterThan(0), { interval: 1 });
    expect(options()).toHaveLength(16);
    expect(options()[0]?.getAttribute("aria-setsize")).toBe("50");
    await key(input(), "End", { ctrlKey: true });
    expect(options()).toHaveLength(50);
    expect(selected()).toBe(titles().at(-1));
    type(input(), "en");
    await vi.waitFor(() => expect(options()).toHaveLength(50));
  });

  test("where the selected page is gone, what took its place is selected", async () => {
    const host = await searching("tea");
    await key(input(), "ArrowDown");
    host.world.texts.delete(budget);
    host.emit({ event: "pages_changed" });
    await vi.waitFor(() => expect(titles()).toHaveLength(2), { timeout: 3000 });
    expect(selected()).toBe("Kitchen rota");
  });

  test("the best hit is selected when another question is answered", async () => {
    await searching("tea");
    await key(input(), "ArrowDown");
    type(input(), "kitchen");
    await settle();
    expect(selected()).toBe("Kitchen rota");
  });
});

describe("keys", () => {
  test("arrows stop at both ends, Home and End stay with the text unless the modifier is held", async () => {
    await searching("tea");
    await key(input(), "ArrowUp");
    expect(selected()).toBe("Onboarding checklist");
    await key(input(), "PageDown");
    expect(selected()).toBe("Kitchen rota");
    await key(input(), "ArrowDown");
    expect(selected()).toBe("Kitchen rota");
    expect((await key(input(), "Home")).defaultPrevented).toBe(false);
    expect(selected()).toBe("Kitchen rota");
    await key(input(), "Home", { ctrlKey: true });
    expect(selected()).toBe("Onboarding checklist");
  });

  test("Enter opens here or there, and a digit with the modifier opens that hit", async () => {
    const host = await searching("tea");
    await key(input(), "ArrowDown");
    await key(input(), "ArrowDown");
    await key(input(), "Enter");
    await key(input(), "Enter", { ctrlKey: true });
    await key(input(), "2", { ctrlKey: true });
    await key(input(), "9", { ctrlKey: true });
    expect(opened(host)).toEqual([
      { page: kitchen, other: false },
      { page: kitchen, other: true },
      { page: budget, other: false },
    ]);
    expect(document.title).toBe("Search – Trove");
  });

  test("a digit before the answer opens that hit of the answer", async () => {
    const host = await searching("biscuits");
    host.hold("search");
    type(input(), "kitchen");
    await key(input(), "2", { ctrlKey: true });
    await key(input(), "2", { ctrlKey: true });
    expect(opened(host)).toEqual([]);
    host.release("search");
    await settle();
    expect(opened(host)).toEqual([{ page: budget, other: false }]);
  });

  test("Enter before the answer opens what the answer brings", async () => {
    const host = await searching("tea");
    host.hold("search");
    type(input(), "kitchen");
    await key(input(), "Enter");
    expect(opened(host)).toEqual([]);
    host.release("search");
    await settle();
    expect(opened(host)).toEqual([{ page: kitchen, other: false }]);
  });

  test("a link is copied, as Markdown too, and brackets in a title do no harm", async () => {
    const host = await searching("tea");
    await key(input(), "c", { ctrlKey: true });
    expect(clipboard).toBe(pages[1]?.url);
    host.world.pages = host.world.pages.map((page) =>
      page.id === kitchen
        ? { ...page, title: "Rota [new]", url: "https://www.notion.so/a_(b)" }
        : page,
    );
    type(input(), "rota");
    await settle();
    await key(input(), "C", { ctrlKey: true, shiftKey: true });
    expect(clipboard).toBe("[Rota \\[new\\]](https://www.notion.so/a_%28b%29)");
  });

  test("pinning shows at once, by key and by button, and unpinning too", async () => {
    const host = await searching("tea");
    await key(input(), "p", { ctrlKey: true });
    const first = idOf("Onboarding checklist");
    const isPinned = () => host.world.pages.find(({ id }) => id === first)?.pinned;
    expect(isPinned()).toBe(true);
    expect(options()[0]?.querySelector(".entry-pin")?.getAttribute("aria-label")).toBe("Pinned");
    await vi.waitFor(() => expect(button("Pin").getAttribute("aria-pressed")).toBe("true"));
    button("Pin").click();
    await settle();
    expect(isPinned()).toBe(false);
    expect(options()[0]?.querySelector(".entry-pin")).toBeNull();
  });

  test("Alt and a digit goes to a view, which the digits of the hits do not", async () => {
    await searching("tea");
    await key(input(), "2", { altKey: true });
    expect(document.title).toBe("Coverage – Trove");
  });

  test("a click selects, a double click opens, and the box keeps the focus", async () => {
    const host = await searching("tea");
    const row = options()[2] as HTMLElement;
    row.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
    row.click();
    await settle();
    expect(selected()).toBe("Kitchen rota");
    expect(document.activeElement).toBe(input());
    expect(opened(host)).toEqual([]);
    row.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    await settle();
    expect(opened(host)).toEqual([{ page: kitchen, other: false }]);
  });
});

describe("what was typed and what was looked for", () => {
  const told = { corrections: [{ typed: "tae", instead: "tea", known: false }] };

  test("a correction is told; one key insists on what was typed, until it changes", async () => {
    const host = await searching("tea", { told });
    expect(text()).toContain("Showing results for tea.");
    await key(input(), "e", { ctrlKey: true });
    expect(requests(host).at(-1)).toMatchObject({ text: "tea", limit: 50, correct: false });
    expect(text()).not.toContain("Showing results for");
    type(input(), "teas");
    await settle();
    expect(requests(host).at(-1)?.correct).toBe(true);
  });

  test("the preview marks what the answer found: corrected, and not once insisted", async () => {
    const host = await searching("tea", {
      told: { corrections: [{ typed: "tae", instead: "tea", known: false }] },
    });
    const last = () => host.calls.filter(([name]) => name === "preview").at(-1)?.[1];
    await vi.waitFor(() => expect(last()).toMatchObject({ text: "tea", correct: true }));
    await key(input(), "e", { ctrlKey: true });
    await vi.waitFor(() => expect(last()).toMatchObject({ text: "tea", correct: false }));
  });

  test("a button insists too", async () => {
    const host = await searching("tea", { told });
    button("Search for “tae” instead").click();
    await settle();
    expect(requests(host).at(-1)?.correct).toBe(false);
    expect(document.activeElement).toBe(input());
  });

  test("a filter that names nothing is told", async () => {
    await searching("tea ws:acmee", { told: { unknown_names: ["ws:acmee"] } });
    expect(text()).toContain("“ws:acmee” names nothing known, so it is searched as text.");
  });

  test.each([
    ["first_listing", "Not every page is known yet."],
    ["listed_short", "Notion’s listing broke off before its end, so pages may be missing."],
    ["capped", "so a page that nothing leads to may be missing."],
  ] as const)("nothing found says what may be missing: %s", async (open, sentence) => {
    await searching("zebra", { covers: { ...everythingRead, [open]: true } });
    expect(text()).toContain("Nothing found");
    expect(text()).toContain(sentence);
  });

  test("nothing found says what was covered and leads to coverage", async () => {
    await searching("zebra", {
      covers: { ...everythingRead, known: 10_310, read: 1240, waiting: 9070 },
    });
    expect(text()).toContain("Nothing found");
    expect(text()).toContain("1,240 of 10,310 pages are read so far.");
    button("Why can’t I find it?").click();
    await settle();
    expect(document.title).toBe("Coverage – Trove");
  });
});

describe("suggestions", () => {
  test("→ completes a name, then a value, and the arrows stay with the hits", async () => {
    const host = await searching("");
    type(input(), "tea ty");
    await key(input(), "ArrowRight");
    expect(input().value).toBe("tea type:");
    await key(input(), "ArrowDown", { altKey: true });
    await key(input(), "ArrowDown");
    await key(input(), "ArrowRight");
    expect(input().value).toBe("tea type:database ");
    expect(requests(host).at(-1)?.text).toBe("tea type:database");
    expect(has('[role="listbox"]', "Suggestions for the filter")).toBe(false);
  });

  test("workspaces are offered by name, and a suggestion can be clicked", async () => {
    await searching("ws:lan", { connections: [{ ...acme }, { ...sampleConnection }] });
    const offered = [...document.querySelectorAll<HTMLElement>(".suggestion")];
    expect(offered.map((option) => option.textContent)).toEqual(['ws:"Lantern Handbook"']);
    offered[0]?.click();
    await settle();
    expect(input().value).toBe('ws:"Lantern Handbook" ');
  });

  test("a filter that is half typed changes nothing and says nothing of having found nothing", async () => {
    const host = await searching("tea");
    const before = requests(host).length;
    for (const typed of ["tea e", "tea edited:", "tea edited:w", "tea edited:wee"]) {
      type(input(), typed);
      await settle();
    }
    expect(
      requests(host)
        .slice(before)
        .map((request) => request.text),
    ).toEqual(["tea e", "tea"]);
    type(input(), "tea edited:week");
    await settle();
    expect(requests(host).at(-1)?.text).toBe("tea edited:week");
    type(input(), "edited:");
    await settle();
    expect(text()).not.toContain("Nothing found");
  });

  test("they are read out once the person pauses", async () => {
    await searching("edi");
    await vi.waitFor(() => expect(text()).toContain("edited:: right arrow completes."), {
      timeout: 2000,
    });
  });
});
