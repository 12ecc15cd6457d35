//! Before a letter is typed, and what becomes of searches: saved, brought back, looked at.
import { expect, test, vi } from "vitest";
import { acme, handbook, mara, type MemoryHost, type World } from "./memory_host";
import { box, button, key, openWindow, settle, text, type } from "./window";

const pages = handbook(acme.workspace);
const id = (at: number) => pages[at]?.id ?? "";
const world = (): Partial<World> => ({
  profiles: [mara],
  passwords: new Map([["p1", "correct horse"]]),
  open: mara,
  connections: [{ ...acme }],
  pages: handbook(acme.workspace).map((row, at) => ({ ...row, pinned: at === 1 })),
  texts: new Map([[id(16), ["The tea tin is blue."]]]),
  openedLately: [id(4)],
  changed: [
    [id(12), "Ana"],
    [id(15), "Ana"],
    [id(10), "Ben"],
  ],
  editedByOthers: [[id(11), null]],
  saved: [["tea", 3]],
  recent: ["kitchen", "rota"],
});
const input = () => box("Search pages");
const groups = () =>
  [...document.querySelectorAll("#home [role=group]")].map((group) => [
    group.querySelector(":scope > div:first-child")?.textContent,
    [...group.querySelectorAll("[role=option]")].map((row) => row.getAttribute("aria-label")),
  ]);
function selected(): string | null | undefined {
  const rows = [...document.querySelectorAll("#home [aria-selected=true]")];
  expect(rows).toHaveLength(1);
  expect(input().getAttribute("aria-activedescendant")).toBe(rows[0]?.id);
  return rows[0]?.getAttribute("aria-label");
}
async function home(more: Partial<World> = {}): Promise<MemoryHost> {
  const host = openWindow({ ...world(), ...more });
  await settle();
  return host;
}

test("everything at hand stands in its section, and arrows go through all of it", async () => {
  await home();
  expect(groups()).toEqual([
    ["Pinned", ["Onboarding checklist"]],
    [
      "Changed since you last looked",
      [
        "Budget 2027 (draft)",
        "Incident review: the night the sync stood still",
        "Brand colours & logo files",
      ],
    ],
    ["Saved searches", ["tea"]],
    ["Opened lately", ["Nordic tour"]],
    ["Edited lately by others", ["Retrospektive Sprint 42"]],
    ["Everything", ["All pages"]],
  ]);
  expect(text()).toMatch(/3 pages changed since you last looked, .*: Ana 2 and Ben 1\./);
  expect(text()).toContain("3 new");
  expect(selected()).toBe("Onboarding checklist");
  for (let n = 0; n < 4; n += 1) await key(input(), "ArrowDown");
  expect(selected()).toBe("tea");
  await key(input(), "End");
  expect(selected()).toBe("All pages");
});

test("what was seen is no longer told", async () => {
  const host = await home();
  button("I have seen them").click();
  await settle();
  expect(host.called("look_at_changes")).toBe(1);
  expect(groups().map(([name]) => name)).not.toContain("Changed since you last looked");
  expect(document.activeElement).toBe(input());
});

test("a saved search is run by Enter, and counts as looked at once it is answered", async () => {
  const host = await home();
  for (let n = 0; n < 4; n += 1) await key(input(), "ArrowDown");
  await key(input(), "Enter");
  expect(input().value).toBe("tea");
  await vi.waitFor(() => expect(host.world.saved).toEqual([["tea", 0]]));
  expect(button("Save this search").getAttribute("aria-pressed")).toBe("true");
  await key(input(), "s", { ctrlKey: true });
  expect(host.world.saved).toEqual([]);
  await key(input(), "s", { ctrlKey: true });
  expect(host.world.saved).toEqual([["tea", 0]]);
});

test("the arrow on the first row brings back older searches, and never loses a typed one", async () => {
  await home();
  await key(input(), "ArrowUp");
  expect(input().value).toBe("kitchen");
  await key(input(), "ArrowUp");
  expect(input().value).toBe("rota");
  await key(input(), "ArrowUp");
  expect(input().value).toBe("rota");
  type(input(), "tea");
  await settle();
  await key(input(), "ArrowUp");
  expect(input().value).toBe("tea");
});

test("a search that led somewhere is remembered, and a page that was opened is at hand", async () => {
  const host = await home();
  type(input(), "tea");
  await settle();
  await key(input(), "Enter");
  expect(host.world.recent[0]).toBe("tea");
  await key(input(), "Escape");
  expect(groups().find(([name]) => name === "Opened lately")?.[1]).toEqual([
    "Kitchen rota",
    "Nordic tour",
  ]);
});

test("one key leads to every page and back", async () => {
  await home();
  await key(input(), "b", { ctrlKey: true });
  expect(document.querySelectorAll("#page-list [role=option]")).toHaveLength(18);
  expect(document.querySelector("select")).not.toBeNull();
  await key(input(), "Escape");
  expect(document.querySelector("#home")).not.toBeNull();
  await key(input(), "End");
  await key(input(), "Enter");
  expect(document.querySelector("#page-list")).not.toBeNull();
});

test("at lock nothing of it stays in the document, and nothing is in the webview's storage", async () => {
  const host = await home();
  await key(input(), "ArrowUp");
  host.world.open = undefined;
  host.emit({ event: "locked" });
  await settle();
  for (const trace of ["Onboarding", "kitchen", "Ana", "tea"]) expect(text()).not.toContain(trace);
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

test("filters become chips that keys remove, and what is asked stays the same", async () => {
  const host = await home({ told: { filters: ["type:page"] } });
  const asked = () =>
    host.calls.filter(([name]) => name === "search").map(([, args]) => args as object);
  type(input(), "tea type:page ");
  input().setSelectionRange(14, 14);
  await settle();
  const chips = () => [...document.querySelectorAll(".chip")].map((chip) => chip.textContent);
  expect([input().value, chips()]).toEqual(["tea ", ["type: page"]]);
  expect(asked()).toHaveLength(1);
  type(input(), "tea k");
  await settle();
  expect(asked().at(-1)).toMatchObject({ request: { text: "type:page tea k" } });
  // In the middle of the text the keys are the text's.
  await key(input(), "Backspace");
  expect(chips()).toEqual(["type: page"]);
  input().setSelectionRange(0, 0);
  await key(input(), "ArrowLeft");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Remove the filter type: page");
  await key(document.activeElement as Element, "Backspace");
  expect([input().value, chips()]).toEqual(["tea k", []]);
  expect(document.activeElement).toBe(input());
});

test("names of pages and people complete, as the core offers them", async () => {
  await home();
  type(input(), "in:kitch");
  await settle();
  const offered = () =>
    [...document.querySelectorAll(".suggestion")].map((option) => option.textContent);
  expect(offered()).toEqual(['in:"Kitchen rota"']);
  await key(input(), "ArrowRight");
  expect(input().value).toBe('in:"Kitchen rota" ');
  type(input(), "by:a");
  await settle();
  expect(offered()).toEqual(['by:"Ana Lima"']);
});

test("hits stand by date after one key", async () => {
  const host = await home();
  type(input(), "tea");
  await settle();
  await key(input(), "d", { ctrlKey: true });
  expect(host.calls.findLast(([name]) => name === "search")?.[1]).toMatchObject({
    request: { text: "tea", sort: "edited" },
  });
});
