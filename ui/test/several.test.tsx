//! Several results selected together, and what is then done with all of them.
import { beforeEach, expect, test, vi } from "vitest";
import { library } from "./demo/library";
import type { MemoryHost } from "./memory_host";
import { box, button, has, key, openWindow, settle, text, type } from "./window";

/** Reached only by a test that fails. */
const SOON = { timeout: 30_000 };
const clipboard = vi.fn<(text: string) => Promise<void>>(async () => undefined);
beforeEach(() => {
  clipboard.mockClear();
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(clipboard);
});

async function searching(asked = "price"): Promise<MemoryHost> {
  const host = openWindow(library());
  await settle();
  type(box("Search pages"), asked);
  await settle();
  // The rest of the rows is drawn a moment later.
  await new Promise((drawn) => setTimeout(drawn, 80));
  return host;
}

const selected = () =>
  [...document.querySelectorAll('[role="option"][aria-selected="true"]')].map((option) =>
    option.getAttribute("aria-label"),
  );
const rows = () => [...document.querySelectorAll('#hits [role="option"]')];

async function act(name: string) {
  await key(box("Search pages"), "k", { ctrlKey: true });
  const action = [...document.querySelectorAll<HTMLElement>("#action-list [role=option]")].find(
    (option) => option.firstElementChild?.textContent === name,
  );
  if (action === undefined) throw new Error(`no action is called ${name}`);
  action.click();
  await settle();
}

test("Shift and the arrows select from where they began, forth and back", async () => {
  await searching();
  const input = box("Search pages");
  await key(input, "ArrowDown");
  await key(input, "ArrowDown", { shiftKey: true });
  await key(input, "ArrowDown", { shiftKey: true });
  const names = rows().map((row) => row.getAttribute("aria-label"));
  expect(selected()).toEqual(names.slice(1, 4));
  expect(text()).toContain("3 selected");
  await key(input, "ArrowUp", { shiftKey: true });
  await key(input, "ArrowUp", { shiftKey: true });
  expect(selected()).toEqual([names[1]]);
  await key(input, "ArrowUp", { shiftKey: true });
  expect(selected()).toEqual(names.slice(0, 2));
  // An arrow alone, or Esc, gives it up; the text stays.
  await key(input, "ArrowDown");
  expect(selected()).toEqual([names[1]]);
  await key(input, "ArrowDown", { shiftKey: true });
  await key(input, "Escape");
  expect(selected()).toEqual([names[2]]);
  expect(input.value).toBe("price");
});

test("a click with Shift selects as far as that", async () => {
  await searching();
  rows()[3]?.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));
  await settle();
  expect(selected()).toHaveLength(4);
});

test("Ctrl A marks the text first, and then selects every result; another question ends that", async () => {
  await searching();
  const input = box("Search pages");
  input.setSelectionRange(2, 2);
  expect((await key(input, "a", { ctrlKey: true })).defaultPrevented).toBe(false);
  expect(selected()).toHaveLength(1);
  input.select();
  expect((await key(input, "a", { ctrlKey: true })).defaultPrevented).toBe(true);
  expect(selected()).toHaveLength(rows().length);
  expect(rows().length).toBeGreaterThan(9);
  type(input, "offer");
  await settle();
  expect(selected()).toHaveLength(1);
});

test("all of them are opened, pinned and copied, in their order", async () => {
  const host = await searching();
  const input = box("Search pages");
  await key(input, "ArrowDown", { shiftKey: true });
  const ids = rows()
    .slice(0, 2)
    .map((row) => row.id.replace(/^page-/, ""));
  await key(input, "Enter");
  const opened = host.calls.filter(([name]) => name === "open_page");
  expect(opened.map(([, args]) => (args as { page: string }).page)).toHaveLength(2);
  expect(ids.map((id) => `page-${id}`)).toEqual(
    rows()
      .slice(0, 2)
      .map(({ id }) => id),
  );
  await key(input, "p", { ctrlKey: true });
  expect(host.called("pin_page")).toBe(2);
  await key(input, "c", { ctrlKey: true, shiftKey: true });
  const links = clipboard.mock.lastCall?.[0].split("\n") ?? [];
  expect(links).toHaveLength(2);
  for (const link of links) expect(link).toMatch(/^\[.+\]\(https:\/\/www\.notion\.so\/page-\d+\)$/);
  await act("Copy title (2 selected)");
  expect(clipboard.mock.lastCall?.[0].split("\n")).toEqual(
    rows()
      .slice(0, 2)
      .map((row) => row.getAttribute("aria-label")),
  );
});

test("a passage is copied as a quotation with its source", async () => {
  await searching("discount");
  await act("Copy passage with its source");
  expect(clipboard.mock.lastCall?.[0]).toMatch(
    /^> .*discount.*\n(> .*\n)*>\n> — \[.+\]\(https:\/\/www\.notion\.so\/page-\d+\)$/s,
  );
});

test("twenty at most are opened at once, and that is said", async () => {
  const world = library();
  const pages = Array.from({ length: 30 }, (_, at) => ({
    ...(world.pages?.[0] as NonNullable<typeof world.pages>[number]),
    id: `many-${at}`,
    title: `Price ${at}`,
  }));
  const host = openWindow({ ...world, pages });
  await settle();
  type(box("Search pages"), "price");
  await settle();
  box("Search pages").select();
  await key(box("Search pages"), "a", { ctrlKey: true });
  await key(box("Search pages"), "Enter");
  await settle();
  expect(host.called("open_page")).toBe(20);
  expect(text()).toContain("The first 20 of 30 were opened");
});

test("what opens in the browser for want of the app says so", async () => {
  const host = await searching();
  host.world.notionApp = false;
  await key(box("Search pages"), "Enter", { ctrlKey: true });
  expect(text()).toContain("No Notion app was found on this computer");
});

test("those that are selected are exported, after its consequences were said", async () => {
  const host = await searching();
  const input = box("Search pages");
  await key(input, "ArrowDown", { shiftKey: true });
  await key(input, "e", { ctrlKey: true, shiftKey: true });
  await vi.waitFor(() => expect(has("dialog", "") || text()).toBeTruthy(), SOON);
  await vi.waitFor(() => expect(text()).toContain("no longer encrypted"), SOON);
  expect(box("The 2 selected").checked).toBe(true);
  box("Table (CSV), with properties").click();
  await settle();
  button("Choose a folder…").closest("form")?.requestSubmit();
  await settle();
  const asked = host.calls.find(([name]) => name === "export")?.[1];
  expect(asked).toMatchObject({ request: { format: "csv", pages: { are: "chosen" } } });
  expect((asked as { request: { pages: { ids: string[] } } }).request.pages.ids).toHaveLength(2);
  expect(text()).toContain("/home/mara/Documents/trove-export-2026-11-28");
  expect(text()).toContain("1 of them came without its text");
  button("Close").click();
  await settle();
  expect(document.querySelector("dialog")).toBeNull();
});

test("everything found is exported as it was asked; whoever chooses no folder is asked again", async () => {
  const host = await searching();
  host.world.folder = null;
  await key(box("Search pages"), "e", { ctrlKey: true, shiftKey: true });
  await vi.waitFor(() => expect(text()).toContain("no longer encrypted"), SOON);
  button("Choose a folder…").closest("form")?.requestSubmit();
  await settle();
  expect(host.calls.find(([name]) => name === "export")?.[1]).toEqual({
    request: {
      format: "markdown",
      pages: { are: "found", text: "price", correct: true, sort: "relevance" },
    },
  });
  expect(text()).toContain("no longer encrypted");
  host.refuse.set("export", { code: "disk_full" });
  button("Choose a folder…").closest("form")?.requestSubmit();
  await settle();
  expect(document.querySelector("dialog [role=alert]")).not.toBeNull();
});

test.each([
  [undefined, "Nothing of it was kept."],
  ["/home/mara/Documents/trove-export-2026-11-28.part", "could not be removed"],
])("an export says how far it is and can be stopped: leaves %s", async (left, said) => {
  const host = await searching();
  host.hold("export");
  await key(box("Search pages"), "e", { ctrlKey: true, shiftKey: true });
  await vi.waitFor(() => expect(text()).toContain("no longer encrypted"), SOON);
  button("Choose a folder…").closest("form")?.requestSubmit();
  await settle();
  host.emit({ event: "exporting", data: { written: 1250, of: 9000 } });
  await settle();
  expect(text()).toContain("1,250 of 9,000 pages copied");
  const bar = document.querySelector("dialog progress") as HTMLProgressElement;
  expect([bar.value, bar.max]).toEqual([1250, 9000]);
  expect(document.activeElement).toBe(button("Stop"));
  host.world.exportStopped = left;
  // Esc stops it, and waits for what became of it.
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  await settle();
  expect(host.calls.map(([name]) => name)).toContain("stop_export");
  expect(document.activeElement).toBe(button("Stopping…"));
  host.release("export");
  await settle();
  expect(text()).toContain(said);
  if (left !== undefined) expect(text()).toContain(left);
  expect(document.activeElement).toBe(button("Close"));
});
