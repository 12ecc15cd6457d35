//! Every page, while the search box is empty: the box has the focus, the listbox only shows.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { acme, handbook, manyPages, mara, sampleConnection, type World } from "./memory_host";
import { box, button, has, key, openWindow, settle, text, type } from "./window";

const world = (): Partial<World> => ({
  profiles: [mara],
  passwords: new Map([["p1", "correct horse"]]),
  open: mara,
  connections: [acme],
  pages: handbook(acme.workspace),
});

let clipboard = "";
beforeEach(() => {
  clipboard = "";
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (words: string) => void (clipboard = words) },
  });
});

const filter = () => box("Search pages");
function selected(): Element {
  const rows = [...document.querySelectorAll('[role="option"][aria-selected="true"]')];
  expect(rows).toHaveLength(1);
  const row = rows[0] as Element;
  expect(filter().getAttribute("aria-activedescendant")).toBe(row.id);
  return row;
}
/** One key from what is there before a letter is typed. */
async function everyPage() {
  await settle();
  await key(filter(), "b", { ctrlKey: true });
}
const title = () => selected().querySelector(".entry-title")?.textContent;

describe("pages", () => {
  test("the filter box is focused and the first row selected", async () => {
    openWindow(world());
    await everyPage();
    expect(document.activeElement).toBe(filter());
    expect(document.title).toBe("Search – Trove");
    expect(title()).toBe("Welcome to the studio");
    expect(selected().getAttribute("aria-setsize")).toBe("18");
    expect(text()).toContain("18 pages");
  });

  test("arrows, page keys, Home and End move within the list and stop at its ends", async () => {
    openWindow({ ...world(), pages: manyPages(5000) });
    await everyPage();
    const index = () => Number(selected().getAttribute("aria-posinset"));
    await key(filter(), "ArrowUp");
    expect(index()).toBe(1);
    await key(filter(), "ArrowDown");
    expect(index()).toBe(2);
    await key(filter(), "PageDown");
    expect(index()).toBeGreaterThan(5);
    await key(filter(), "End");
    expect(index()).toBe(5000);
    await key(filter(), "ArrowDown");
    expect(index()).toBe(5000);
    expect(title()).toContain("4999");
    await key(filter(), "Home");
    expect(index()).toBe(1);
  });

  test("only the visible rows are in the document", async () => {
    openWindow({ ...world(), pages: manyPages(100_000) });
    await everyPage();
    expect(document.querySelectorAll('[role="option"]').length).toBeLessThan(60);
  });

  test("Enter opens, with the modifier in the other place", async () => {
    const host = openWindow(world());
    await everyPage();
    await key(filter(), "ArrowDown");
    await key(filter(), "Enter");
    await key(filter(), "Enter", { ctrlKey: true });
    const opened = host.calls.filter(([name]) => name === "open_page").map(([, args]) => args);
    const page = selected().id.replace(/^page-/, "");
    expect(opened).toEqual([
      { page, other: false },
      { page, other: true },
    ]);
  });

  test("the link is copied by key and by button, and as Markdown", async () => {
    openWindow(world());
    await everyPage();
    await key(filter(), "c", { ctrlKey: true });
    expect(clipboard).toBe("https://www.notion.so/page-0");
    expect(text()).toContain("Link copied.");
    await key(filter(), "C", { ctrlKey: true, shiftKey: true });
    expect(clipboard).toBe("[Welcome to the studio](https://www.notion.so/page-0)");
    await vi.waitFor(() => button("Copy link"));
    button("Copy link").click();
    await settle();
    expect(clipboard).toBe("https://www.notion.so/page-0");
  });

  test("text marked in the filter box is copied by the box itself", async () => {
    openWindow(world());
    await everyPage();
    type(filter(), "kit");
    filter().setSelectionRange(0, 3);
    const event = await key(filter(), "c", { ctrlKey: true });
    expect(event.defaultPrevented).toBe(false);
    expect(clipboard).toBe("");
  });

  test("typing searches, Esc clears, and the box is never made anew", async () => {
    openWindow(world());
    await everyPage();
    const original = filter();
    type(original, "kitchen");
    await settle();
    expect(title()).toBe("Kitchen rota");
    expect(text()).toContain("1 page");
    await key(original, "Escape");
    expect(original.value).toBe("");
    expect(text()).toContain("18 pages");
    type(original, "zebra");
    await settle();
    expect(text()).toContain("Nothing found");
    expect(filter()).toBe(original);
    expect(document.activeElement).toBe(original);
  });

  test("what is pinned bears its mark from the start, and the key takes it off", async () => {
    const pages = handbook(acme.workspace).map((page, at) => ({ ...page, pinned: at === 0 }));
    const host = openWindow({ ...world(), pages });
    await everyPage();
    expect(selected().querySelector(".entry-pin")).not.toBeNull();
    expect(document.querySelectorAll(".entry-pin")).toHaveLength(1);
    await key(filter(), "p", { ctrlKey: true });
    expect(document.querySelector(".entry-pin")).toBeNull();
    expect(host.world.pages[0]?.pinned).toBe(false);
  });

  test("while an input method composes, no key is ours and nothing is asked", async () => {
    const host = openWindow(world());
    await everyPage();
    const asked = host.called("pages");
    filter().value = "しゅ";
    filter().dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
    await key(filter(), "Enter", { isComposing: true });
    // WebKit reports the Enter that ends a composition with this code and no flag.
    await key(filter(), "Enter", { keyCode: 229 } as KeyboardEventInit);
    expect(host.called("pages")).toBe(asked);
    expect(host.called("open_page")).toBe(0);
    filter().value = "週次";
    filter().dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    await settle();
    expect(title()).toContain("週次レビュー");
  });

  test("the selection follows its page when the list changes around it", async () => {
    const host = openWindow(world());
    await everyPage();
    await key(filter(), "ArrowDown");
    await key(filter(), "ArrowDown");
    const chosen = title();
    const [first] = host.world.pages;
    if (first === undefined) throw new Error("no pages");
    host.world.pages = [
      { ...first, id: "brand-new", title: "Brand new", edited: Date.now() },
      ...host.world.pages,
    ];
    host.emit({ event: "pages_changed" });
    await vi.waitFor(() => expect(text()).toContain("Brand new"));
    expect(title()).toBe(chosen);
    expect(selected().getAttribute("aria-posinset")).toBe("4");
  });

  test("the question outlives a look at another view, and not a lock", async () => {
    openWindow(world());
    await everyPage();
    type(filter(), "kitchen");
    await settle();
    button("Settings").click();
    await settle();
    button("Search").click();
    await settle();
    expect(filter().value).toBe("kitchen");
    expect(title()).toBe("Kitchen rota");
  });

  test("kind and sort ask anew", async () => {
    openWindow(world());
    await everyPage();
    box("Databases").click();
    await settle();
    expect(text()).toContain("3 of 18 pages");
    const sort = document.querySelector("select") as HTMLSelectElement;
    sort.value = "title_descending";
    sort.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(title()).toBe("Projects");
  });

  test("a page without a title, a sample's badge, and a title in another direction", async () => {
    openWindow({
      ...world(),
      connections: [acme, sampleConnection],
      pages: handbook(sampleConnection.workspace),
    });
    await everyPage();
    expect(text()).toContain("Untitled");
    expect(has(".badge-mark", "Sample")).toBe(true);
    for (const bdi of document.querySelectorAll(".entry-title")) expect(bdi.tagName).toBe("BDI");
  });

  test("nothing shared says how to share and checks again", async () => {
    const host = openWindow({ ...world(), pages: [] });
    await everyPage();
    expect(text()).toContain("No page is shared with Trove yet");
    button("Check again").click();
    await settle();
    expect(host.calls).toContainEqual(["refresh", { connection: null }]);
  });

  test("the listing's progress and a failed listing are said", async () => {
    const host = openWindow(world());
    await everyPage();
    host.emit({
      event: "connections",
      data: [
        { ...acme, last_listed: null, listing: { state: "running", found: 1240 } },
        {
          ...acme,
          id: "c2",
          workspace: "Notes",
          listing: { state: "failed", error: { code: "offline" } },
        },
      ],
    });
    await settle();
    expect(text()).toContain("Listing: 1,240 pages found");
    expect(text()).toContain("Notes: Notion did not answer.");
  });

  test("locking leaves none of it in the document, and signing in leads back", async () => {
    const host = openWindow(world());
    await everyPage();
    button("Settings").click();
    await settle();
    button("Search").click();
    await settle();
    type(filter(), "kitchen");
    await settle();
    host.world.open = undefined;
    host.emit({ event: "locked" });
    await settle();
    expect(text()).not.toMatch(/Kitchen|Acme|kitchen/);
    expect(document.documentElement.outerHTML).not.toContain("kitchen");
    expect(text()).toContain("Please sign in to continue.");
    expect(document.title).toBe("Sign in – Trove");
    type(box("Password"), "correct horse");
    box("Password").closest("form")?.requestSubmit();
    await settle();
    expect(document.title).toBe("Search – Trove");
    expect(filter().value).toBe("");
  });

  test("Ctrl+L locks from anywhere", async () => {
    const host = openWindow(world());
    await everyPage();
    await key(document.body, "l", { ctrlKey: true });
    expect(host.called("lock")).toBe(1);
    expect(has("button", "Sign in")).toBe(true);
  });

  test("a command that is answered with locked leads to signing in", async () => {
    const host = openWindow(world());
    await everyPage();
    host.world.open = undefined;
    await key(filter(), "Enter");
    expect(has("button", "Sign in")).toBe(true);
    expect(text()).toContain("Please sign in to continue.");
    expect(text()).not.toContain("Kitchen");
  });

  test("F1 shows the keys, and ? is typed like any other sign", async () => {
    openWindow(world());
    await everyPage();
    const typed = await key(filter(), "?", { shiftKey: true });
    expect(typed.defaultPrevented).toBe(false);
    expect(document.querySelector("dialog")).toBeNull();
    await key(filter(), "F1");
    expect(document.querySelector("dialog")?.textContent).toContain("Keyboard shortcuts");
  });

  test("Mod F goes to the box from every view, and marks what stands there", async () => {
    openWindow(world());
    await everyPage();
    type(filter(), "kitchen");
    for (const view of ["Settings", "Coverage", "Connections", "Administration", "Search"]) {
      button(view).click();
      await settle();
      await key(document.activeElement ?? document.body, "f", { ctrlKey: true });
      expect(document.activeElement).toBe(filter());
      expect([filter().selectionStart, filter().selectionEnd]).toEqual([0, "kitchen".length]);
    }
  });

  test("coming back, a new question replaces the old one", async () => {
    openWindow(world());
    await everyPage();
    type(filter(), "kitchen");
    button("Settings").click();
    await settle();
    button("Search").click();
    await settle();
    expect(document.activeElement).toBe(filter());
    expect(filter().value.slice(filter().selectionStart ?? 0, filter().selectionEnd ?? 0)).toBe(
      "kitchen",
    );
  });

  test("a view that is gone to by key has the keyboard", async () => {
    openWindow(world());
    await everyPage();
    for (const [digit, heading] of [
      ["5", "Settings"],
      ["3", "Connections"],
      ["4", "Administration"],
    ] as const) {
      await key(document.activeElement ?? document.body, digit, { altKey: true });
      expect(document.activeElement?.tagName).toBe("H1");
      expect(document.activeElement?.textContent).toBe(heading);
    }
    await key(document.activeElement ?? document.body, "2", { altKey: true });
    expect(document.activeElement).toBe(box("Notion link or id"));
    await key(document.activeElement ?? document.body, "1", { altKey: true });
    expect(document.activeElement).toBe(filter());
  });

  test("an option is named by its title, described by its place, and points nowhere when there is none", async () => {
    openWindow(world());
    await everyPage();
    const [first] = handbook(acme.workspace);
    expect(selected().getAttribute("aria-label")).toBe(first?.title);
    const described = (selected().getAttribute("aria-describedby") ?? "").split(" ");
    const words = described.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    for (const part of first?.path ?? []) expect(words).toContain(part);
    type(filter(), "zebra");
    await settle();
    expect(text()).toContain("Nothing found");
    expect(filter().hasAttribute("aria-activedescendant")).toBe(false);
    expect(document.querySelector('[id="false"], [aria-labelledby="false"]')).toBeNull();
  });
});
