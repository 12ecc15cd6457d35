//! A database is shown as its rows, and a row as a card with its properties above its text.
import { expect, test, vi } from "vitest";
import { acme, manyPages, mara, MemoryHost, type World } from "./memory_host";
import { box, button, has, key, openWindow, settle, text, type } from "./window";

const source = {
  ...manyPages(3)[2],
  id: "source",
  kind: "data_source",
  title: "Reading list",
} as World["pages"][number];

/** A database of so many rows, beside pages that are none of them. */
function world(count: number): Partial<World> {
  const rows = manyPages(count).map((row, at) => ({
    ...row,
    id: `row-${at}`,
    kind: "page" as const,
    title: `Book ${String(at).padStart(4, "0")}`,
    path: ["Reading list"],
  }));
  const others = manyPages(5).map((row) => ({ ...row, path: ["Elsewhere"] }));
  return {
    profiles: [mara],
    open: mara,
    connections: [{ ...acme }],
    pages: [source, ...rows, ...others],
    texts: new Map([["row-2", ["What it is about."]]]),
    properties: new Map([
      [
        "row-2",
        [
          ["Author", "Ana Lima"],
          ["Pages", "312"],
          ["", "A note"],
        ],
      ],
      [
        "row-3",
        Array.from(
          { length: 30 },
          (_, at) => [`Property ${at}`, `Value ${at}`] as [string, string],
        ),
      ],
    ]),
  };
}

/** Reached only by a test that fails. */
const SOON = { timeout: 30_000 };

const pane = () => document.querySelector<HTMLElement>("#preview") as HTMLElement;
const rows = () => [...pane().querySelectorAll<HTMLButtonElement>("section ul button")];
const titles = () => rows().map((row) => row.querySelector("bdi")?.textContent);

async function showing(count: number): Promise<MemoryHost> {
  const host = openWindow(world(count));
  await settle();
  type(box("Search pages"), "reading list");
  await vi.waitFor(() => expect(pane().querySelector("section")).not.toBeNull(), SOON);
  await vi.waitFor(() => expect(rows().length).toBeGreaterThan(0), SOON);
  return host;
}

test("its rows, as many as are looked at, in the order that is chosen; no other page", async () => {
  await showing(250);
  expect(pane().textContent).toContain("250 rows");
  expect(titles()).toHaveLength(100);
  expect(titles()[0]).toBe("Book 0000");
  expect(pane().textContent).toContain("100 of 250 pages");
  button("Show 100 more").click();
  await settle();
  expect(titles()).toHaveLength(200);
  button("Show 50 more").click();
  await settle();
  expect(titles()).toHaveLength(250);
  expect(new Set(titles()).size).toBe(250);
  expect(has("button", "Show 50 more")).toBe(false);

  const sort = pane().querySelector("select") as HTMLSelectElement;
  sort.value = "title_descending";
  sort.dispatchEvent(new Event("change", { bubbles: true }));
  await settle();
  expect(titles()[0]).toBe("Book 0249");
  expect(titles()).toHaveLength(100);
});

test("a row shows its own properties and text, and the way back", async () => {
  const host = await showing(5);
  rows()[0]?.focus();
  await key(rows()[0] as HTMLElement, "ArrowDown");
  await key(rows()[1] as HTMLElement, "ArrowDown");
  expect(document.activeElement).toBe(rows()[2]);
  rows()[2]?.click();
  await vi.waitFor(() => expect(pane().querySelector("h2")?.textContent).toBe("Book 0002"), SOON);
  const card = [...pane().querySelectorAll("dl > div")].map((line) =>
    [...line.children].map((part) => part.textContent),
  );
  expect(card).toEqual([["Author", "Ana Lima"], ["Pages", "312"], ["A note"]]);
  expect(pane().textContent).toContain("What it is about.");
  // What is done in the pane is done with what it shows.
  button("Open in browser").click();
  await settle();
  expect(host.calls.at(-1)?.[1] ?? {}).toBeDefined();
  expect(host.calls.find(([name]) => name === "open_page")?.[1]).toMatchObject({ page: "row-2" });

  // A change elsewhere leaves it where it is; Esc leads back, and then to the box.
  host.emit({ event: "pages_changed" });
  await settle();
  expect(pane().querySelector("h2")?.textContent).toBe("Book 0002");
  const inner = pane().querySelector<HTMLElement>("[role=document]") as HTMLElement;
  await key(inner, "Escape");
  await vi.waitFor(
    () => expect(pane().querySelector("h2")?.textContent).toBe("Reading list"),
    SOON,
  );
  await key(inner, "Escape");
  expect(document.activeElement).toBe(box("Search pages"));
});

test("many properties are counted, and shown when they are asked for", async () => {
  await showing(5);
  rows()[3]?.click();
  await vi.waitFor(() => expect(pane().querySelectorAll("dl > div")).toHaveLength(12), SOON);
  button("Show 18 more properties").click();
  await settle();
  expect(pane().querySelectorAll("dl > div")).toHaveLength(30);
  expect(text()).toContain("Value 29");
});

test("one of which no row is known says so", async () => {
  openWindow(world(0));
  await settle();
  type(box("Search pages"), "reading list");
  await vi.waitFor(() => expect(pane().textContent).toContain("No row of it is known here."), SOON);
});
