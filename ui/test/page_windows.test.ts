//! Answers to old questions are dropped, and what changes is read again in place.
import { createRoot } from "solid-js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createPageWindows, WINDOW } from "../src/search/page_windows";
import { handbook, manyPages, mara, MemoryHost } from "./memory_host";
import { settle } from "./window";

function open(host: MemoryHost) {
  return createRoot((dispose) => {
    onTestFinished(dispose);
    return createPageWindows(host, "en", () => undefined);
  });
}

const world = (count: number) => ({ open: mara, pages: manyPages(count) });
const newest = { kind: null, sort: "edited_newest", under: null } as const;
const databases = { kind: "data_source", sort: "edited_newest", under: null } as const;

describe("windows of the list", () => {
  test("an answer that arrives after a newer question is dropped", async () => {
    const host = new MemoryHost({ open: mara, pages: handbook("Acme") });
    host.hold("pages");
    const pages = open(host);
    pages.ask(newest);
    pages.ask(databases);
    await settle();
    const [first, second] = host.held.get("pages") ?? [];
    second?.();
    await settle();
    expect(pages.row(0)?.title).toBe("Projects");
    first?.();
    await settle();
    expect(pages.row(0)?.title).toBe("Projects");
    expect(pages.total()).toBe(3);
  });

  test("the old rows stay until the new question is answered", async () => {
    const host = new MemoryHost({ open: mara, pages: handbook("Acme") });
    const pages = open(host);
    pages.ask(newest);
    await settle();
    host.hold("pages");
    pages.ask(databases);
    await settle();
    expect(pages.total()).toBe(18);
    host.release("pages");
    await settle();
    expect(pages.total()).toBe(3);
  });

  test("only the windows that are looked at are fetched, each once", async () => {
    const host = new MemoryHost(world(100_000));
    const pages = open(host);
    pages.ask(newest);
    await settle();
    pages.want(50_090, 50_110);
    pages.want(50_091, 50_111);
    await settle();
    const offsets = host.calls
      .filter(([name]) => name === "pages")
      .map(([, args]) => (args as { query: { offset: number } }).query.offset);
    expect(offsets).toEqual([0, 50_000, 50_100]);
    expect(pages.row(50_105)?.id).toBe("page-50105");
    expect(pages.row(70_000)).toBeUndefined();
  });

  test("a change is read again without emptying what is shown", async () => {
    const host = new MemoryHost(world(WINDOW * 3));
    const pages = open(host);
    pages.ask(newest);
    await settle();
    host.world.pages = manyPages(WINDOW * 3 + 1);
    pages.reread();
    pages.reread();
    expect(pages.row(0)).toBeDefined();
    await vi.waitFor(() => expect(pages.total()).toBe(WINDOW * 3 + 1));
    expect(host.called("pages")).toBe(2);
  });

  test("a refused question keeps the rows and says why", async () => {
    const host = new MemoryHost(world(10));
    const pages = open(host);
    pages.ask(newest);
    await settle();
    host.refuse.set("pages", { code: "disk" });
    pages.ask(databases);
    await settle();
    expect(pages.error()).toEqual({ code: "disk" });
    expect(pages.total()).toBe(10);
  });
});
