//! The preview: asked for once the selection rests, kept until the next is there, every kind of
//! block drawn, every state of a body told.
import { createRoot, createSignal } from "solid-js";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { BodyState, PreviewKind } from "../src/core/bindings";
import { createPreview, PREVIEW_AFTER, type Wanted } from "../src/preview/preview_state";
import { acme, handbook, mara, MemoryHost, type World } from "./memory_host";
import { block, run } from "./memory_search";
import { box, button, key, openWindow, settle, text, type } from "./window";

const pages = handbook(acme.workspace);
const first = pages[0]?.id ?? "";
const world = (): Partial<World> => ({
  profiles: [mara],
  open: mara,
  connections: [{ ...acme }],
  pages: handbook(acme.workspace),
  texts: new Map([[first, ["Where people start.", "The <i>kettle</i> is on the left."]]]),
  openedLately: pages.map(({ id }) => id),
});
const input = () => box("Search pages");
const pane = () => document.querySelector(".preview") as HTMLElement;

describe("asking", () => {
  afterEach(() => vi.useRealTimers());

  function open(host: MemoryHost) {
    const [wanted, setWanted] = createSignal<Wanted>();
    const preview = createRoot((dispose) => {
      onTestFinished(dispose);
      return createPreview(host, wanted, () => undefined);
    });
    return { preview, setWanted };
  }
  const rest = () => vi.advanceTimersByTimeAsync(PREVIEW_AFTER);
  const askedFor = (host: MemoryHost) => host.calls.map(([, args]) => (args as Wanted).page);

  test("those passed by are not asked for, and the same one not twice", async () => {
    vi.useFakeTimers();
    const host = new MemoryHost({ open: mara, pages });
    const { setWanted } = open(host);
    for (const page of pages.slice(0, 4)) {
      setWanted({ page: page.id, text: "", correct: true });
      await vi.advanceTimersByTimeAsync(PREVIEW_AFTER / 2);
    }
    await rest();
    expect(askedFor(host)).toEqual([pages[3]?.id]);
    setWanted({ page: pages[3]?.id ?? "", text: "", correct: true });
    await rest();
    expect(host.calls).toHaveLength(1);
    setWanted({ page: pages[3]?.id ?? "", text: "kettle", correct: true });
    await rest();
    expect(host.calls).toHaveLength(2);
    host.hold("preview");
    setWanted({ page: first, text: "", correct: true });
    await rest();
    setWanted({ page: first, text: "", correct: true });
    await rest();
    host.release("preview");
    await rest();
    expect(host.calls).toHaveLength(3);
  });

  test("the last one stays until the next is there, and a late one is not shown", async () => {
    vi.useFakeTimers();
    const host = new MemoryHost({ open: mara, pages });
    const { preview, setWanted } = open(host);
    setWanted({ page: first, text: "", correct: true });
    await rest();
    host.hold("preview");
    setWanted({ page: pages[1]?.id ?? "", text: "", correct: true });
    await rest();
    expect(preview.shown()?.page).toBe(first);
    expect(preview.stale()).toBe(true);
    setWanted({ page: pages[2]?.id ?? "", text: "", correct: true });
    await rest();
    host.release("preview");
    await rest();
    expect(preview.shown()?.page).toBe(first);
    host.release("preview");
    await rest();
    expect(preview.shown()?.page).toBe(pages[2]?.id);
    expect(preview.stale()).toBe(false);
  });

  test("a body that was missing is asked for again when something changes, a read one is not", async () => {
    vi.useFakeTimers();
    const host = new MemoryHost({
      open: mara,
      pages,
      bodies: new Map([[first, { state: "waiting" }]]),
    });
    const { preview, setWanted } = open(host);
    setWanted({ page: first, text: "", correct: true });
    await rest();
    host.world.bodies.clear();
    preview.reread();
    preview.reread();
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.calls).toHaveLength(2);
    preview.reread();
    await vi.advanceTimersByTimeAsync(5000);
    expect(host.calls).toHaveLength(2);
  });
});

describe("what is shown", () => {
  async function previewing(more: Partial<World>, typed = "") {
    const host = openWindow({ ...world(), ...more });
    await settle();
    if (typed !== "") type(input(), typed);
    await vi.waitFor(() => expect(host.called("preview")).toBeGreaterThan(0));
    await settle();
    return host;
  }

  test("the text of the selected page, marked, as text", async () => {
    await previewing({}, "kettle");
    await vi.waitFor(() =>
      expect(pane().querySelector(".blocks mark")?.textContent).toBe("kettle"),
    );
    expect(pane().textContent).toContain("The <i>kettle</i> is on the left.");
    expect(pane().querySelector(".blocks i")).toBeNull();
  });

  test.each([
    [{ state: "waiting" }, "Its text is not read yet."],
    [{ state: "read", at: 0, gap: { gap: "newer" } }, "its text before the last edit"],
    [{ state: "read", at: 0, gap: { gap: "parts", left: 1 } }, "1 part or more is still"],
    [{ state: "read", at: 0, gap: { gap: "parts", left: 12 } }, "12 parts or more are still"],
    [{ state: "read", at: 0, gap: { gap: "lost", parts: 1 } }, "1 part was not given by Notion"],
    [{ state: "read", at: 0, gap: { gap: "lost", parts: 3 } }, "3 parts were not given by Notion"],
    [
      { state: "read", at: 0, gap: { gap: "outdated", why: "restricted" } },
      "as it was when it could last be read. This connection may not read content.",
    ],
    [{ state: "read", at: 0, gap: { gap: "properties" } }, "Some of its properties"],
    [{ state: "failed", why: "not_shared" }, "Share the page with the connection."],
    [{ state: "failed", why: "restricted" }, "This connection may not read content."],
    [{ state: "failed", why: "not_understood" }, "too large or not understood"],
    [{ state: "failed", why: "trouble" }, "It is tried again later."],
  ] as [BodyState, string][])("%o is told in words", async (body, words) => {
    await previewing({ bodies: new Map([[first, body]]) });
    expect(pane().textContent).toContain(words);
  });

  test("a page of which parts are missing is not said to have no text", async () => {
    const state = { state: "read", at: 0, gap: { gap: "parts", left: 3 } } as const;
    await previewing({ bodies: new Map([[first, state]]), blocks: new Map([[first, []]]) });
    expect(pane().textContent).toContain("3 parts or more are still to be read");
    expect(pane().textContent).not.toContain("This page has no text.");
  });

  const p = (words: string) => block({ type: "paragraph" }, [run(words)]);
  const kinds: [PreviewKind, string][] = [
    [{ type: "paragraph" }, "p"],
    [{ type: "heading", level: 1 }, "h3.block-heading"],
    [{ type: "heading", level: 3 }, "h3.block-heading"],
    [{ type: "bulleted" }, 'ul[data-list="bulleted"] > li .item'],
    [{ type: "numbered", number: 4 }, 'ol > li[value="4"] .item'],
    [
      { type: "to_do", checked: true },
      '[data-list="to-do"] .tick[aria-label="Done"] + .item[data-done="true"]',
    ],
    [{ type: "to_do", checked: false }, '[data-list="to-do"] .tick[aria-label="Not done"] + .item'],
    [{ type: "quote" }, "blockquote"],
    [{ type: "callout", icon: null }, ".callout"],
    [{ type: "toggle" }, ".toggle"],
    [{ type: "code", language: "rust" }, "figure pre code"],
    [{ type: "media", media: "image", image: null }, ".stand-in"],
    [{ type: "media", media: "image", image: 0 }, ".stand-in figcaption"],
    [{ type: "page", id: null }, ".stand-in"],
    [{ type: "group" }, ".group-block"],
  ];
  test.each(kinds)("%o has its element, and its words are there", async (kind, selector) => {
    await previewing({ blocks: new Map([[first, [block(kind, [run("the words")])]]]) });
    const found = pane().querySelector(`.blocks ${selector}`);
    expect(found?.textContent).toContain("the words");
    expect(
      pane().querySelectorAll(".blocks img, .blocks a, .blocks iframe, .blocks video"),
    ).toHaveLength(0);
  });

  const harbour = () =>
    new Map([[first, [block({ type: "media", media: "image", image: 0 }, [run("The harbour")])]]]);
  const picture = () => pane().querySelector<HTMLImageElement>("figure img");

  test("an image is asked for by a press alone, and is gone at lock", async () => {
    const host = await previewing({ blocks: harbour() });
    const asked = () => host.calls.filter(([name]) => name === "image");
    expect([asked(), picture()]).toEqual([[], null]);
    button("Load image: The harbour").click();
    await settle();
    expect(asked()).toEqual([["image", { page: first, image: 0 }]]);
    expect(picture()?.getAttribute("src")).toMatch(/^data:image\/gif;base64,/);
    expect(picture()?.alt).toBe("The harbour");
    expect(document.activeElement).toBe(picture());
    host.emit({ event: "locked" });
    await settle();
    expect(document.body.innerHTML).not.toContain("data:image");
  });

  test("why an image is not shown is said, and asking again may show it", async () => {
    const host = await previewing({
      blocks: harbour(),
      image: { outcome: "refused", why: "expired" },
    });
    button("Load image: The harbour").click();
    await settle();
    expect(pane().textContent).toContain("has expired");
    expect(picture()).toBeNull();
    host.world.image = { outcome: "shown", source: "data:image/png;base64,", width: 3, height: 2 };
    button("Try again: The harbour").click();
    await settle();
    expect(picture()?.width).toBe(3);
  });

  test("tables, columns, dividers and what is missing", async () => {
    const cell = (words: string) => [run(words)];
    await previewing({
      blocks: new Map([
        [
          first,
          [
            block(
              {
                type: "table",
                header_row: true,
                header_column: false,
                rows: [[cell("City")], [cell("Riga")]],
              },
              [],
            ),
            block(
              { type: "columns" },
              [],
              [
                block({ type: "column" }, [], [p("left")]),
                block({ type: "column" }, [], [p("right")]),
              ],
            ),
            block({ type: "divider" }, []),
            block({ type: "missing" }, []),
          ],
        ],
      ]),
    });
    expect(pane().querySelector("th")?.textContent).toBe("City");
    expect(pane().querySelector("td")?.textContent).toBe("Riga");
    expect(pane().querySelectorAll(".columns-block > .block")).toHaveLength(2);
    expect(pane().querySelector("hr")).not.toBeNull();
    expect(pane().textContent).toContain("Notion does not give this block to connections.");
  });

  test("items that follow one another are one list, and what is inside them nests", async () => {
    const item = (words: string, children = [p("inner")]) =>
      block({ type: "bulleted" }, [run(words)], children);
    await previewing({
      blocks: new Map([[first, [item("a"), item("b", [item("deep", [])]), p("after"), item("c")]]]),
    });
    const lists = pane().querySelectorAll(".blocks > ul");
    expect([...lists].map((list) => list.children.length)).toEqual([2, 1]);
    expect(lists[0]?.querySelector(".item ul > li")?.textContent).toContain("deep");
    expect(pane().querySelector('[data-at="3"]')?.textContent).toContain("c");
  });

  test("Tab goes into the text, a letter and Esc come back to the box", async () => {
    await previewing({});
    expect((await key(input(), "Tab")).defaultPrevented).toBe(true);
    const body = pane().querySelector(".preview-text") as HTMLElement;
    expect(document.activeElement).toBe(body);
    expect(pane().dataset["open"]).toBe("true");
    await key(body, "Escape");
    expect(document.activeElement).toBe(input());
    expect(pane().dataset["open"]).toBe("false");
    await key(input(), "Tab");
    expect((await key(body, "k")).defaultPrevented).toBe(false);
    expect(document.activeElement).toBe(input());
  });

  test("a page that Notion alone found says so where it has no preview", async () => {
    const live = pages
      .slice(0, 1)
      .map((page) => ({ ...page, id: "live-only", title: "Only at Notion" }));
    const host = openWindow({ ...world(), pages: [], live });
    await settle();
    type(input(), "only");
    await settle();
    host.refuse.set("preview", { code: "bad_request" });
    await key(input(), "Enter", { ctrlKey: true, shiftKey: true });
    await vi.waitFor(() => expect(text()).toContain("so only this much is known"));
    expect(button("Copy link")).toBeDefined();
  });
});
