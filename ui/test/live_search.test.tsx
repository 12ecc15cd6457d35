//! Notion's own search beside ours: when it is asked, what is merged, what failed.
import { describe, expect, test, vi } from "vitest";
import { acme, handbook, mara, type MemoryHost, type World } from "./memory_host";
import { everythingRead } from "./memory_search";
import { box, button, key, openWindow, settle, text, type } from "./window";

const pages = handbook(acme.workspace);
const known = pages.slice(0, 6);
const [checklist] = pages.slice(1, 2);
const unknown = pages.slice(16, 17).map((page) => ({ ...page, title: "Onboarding of tea" }));

const world = (): Partial<World> => ({
  profiles: [mara],
  open: mara,
  connections: [{ ...acme }],
  pages: known,
  live: [...(checklist ? [checklist] : []), ...unknown],
});
const input = () => box("Search pages");
const rows = () => [...document.querySelectorAll('#hits [role="option"]')];
const askNotion = () => key(input(), "Enter", { ctrlKey: true, shiftKey: true });
const asked = (host: MemoryHost) =>
  host.calls.filter(([name]) => name === "live_search").map(([, args]) => args);

async function searching(words: string, more: Partial<World> = {}) {
  const host = openWindow({ ...world(), ...more });
  await settle();
  type(input(), words);
  await settle();
  return host;
}

describe("asking Notion too", () => {
  test("its hits stand below ours in a group of their own, marked, none twice", async () => {
    const host = await searching("onboarding");
    await askNotion();
    expect(asked(host)).toEqual([{ text: "onboarding", shown: [checklist?.id] }]);
    expect(rows().map((row) => row.querySelector(".entry-title")?.textContent)).toEqual([
      "Onboarding checklist",
      "Onboarding of tea",
    ]);
    const group = document.querySelector('[role="group"][aria-labelledby="live-title"]');
    expect(group?.textContent).toContain("Found by Notion");
    expect(group?.querySelectorAll('[role="option"]')).toHaveLength(1);
    expect(group?.querySelector(".badge.live")?.textContent).toBe("Notion");
    expect(rows()[1]?.getAttribute("aria-posinset")).toBe("2");
    await key(input(), "ArrowDown");
    expect(input().getAttribute("aria-activedescendant")).toBe(rows()[1]?.id);
  });

  test("what ours finds meanwhile is not shown twice", async () => {
    const host = await searching("onboarding");
    await askNotion();
    host.world.pages = [...known, ...unknown];
    host.emit({ event: "pages_changed" });
    await vi.waitFor(() => expect(document.querySelector('[role="group"]')).toBeNull(), {
      timeout: 3000,
    });
    expect(rows()).toHaveLength(2);
  });

  test("an answer for another text is ignored", async () => {
    const host = await searching("onboarding");
    host.hold("live_search");
    await askNotion();
    expect(text()).toContain("Asking Notion");
    type(input(), "projects");
    await settle();
    host.release("live_search");
    await settle();
    expect(text()).not.toContain("Onboarding of tea");
    expect(text()).not.toContain("Asking Notion");
  });

  test("a workspace that does not answer is told by name, beside the hits of others", async () => {
    const host = await searching("onboarding", {
      liveFailures: [{ workspace: "Mara’s notes", error: { code: "offline" } }],
    });
    await askNotion();
    expect(text()).toContain("Mara’s notes: Notion did not answer.");
    expect(rows()).toHaveLength(2);
    host.world.liveFailures = [];
    button("Ask again").click();
    await settle();
    expect(text()).not.toContain("did not answer");
    expect(rows()).toHaveLength(2);
  });

  test("nothing found offers it, and then says that Notion found nothing either", async () => {
    await searching("zebra", { live: [] });
    button("Ask Notion").click();
    await settle();
    expect(text()).toContain("Notion found nothing more.");
  });

  test("during the first listing it runs by itself, once, after a pause", async () => {
    const host = await searching("o", { covers: { ...everythingRead, first_listing: true } });
    for (const words of ["on", "onb", "onboarding"]) {
      type(input(), words);
      await settle();
    }
    expect(asked(host)).toEqual([]);
    await vi.waitFor(() => expect(text()).toContain("Onboarding of tea"), { timeout: 2000 });
    expect(asked(host)).toEqual([{ text: "onboarding", shown: [checklist?.id] }]);
  });

  test("after the first listing it does not", async () => {
    const host = await searching("onboarding");
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked(host)).toEqual([]);
  });
});
