//! Pages near in meaning: behind the words, apart, none twice; and the switch, where there is one.
import { describe, expect, test } from "vitest";
import { acme, handbook, mara, type World } from "./memory_host";
import { hitOf } from "./memory_search";
import { box, button, key, openWindow, settle, text, type } from "./window";

const pages = handbook(acme.workspace);
const hits = pages
  .slice(2, 4)
  .map((row) => ({ ...hitOf({ row, text: [] }, "", "similar"), title: [] }));

const world = (): Partial<World> => ({
  profiles: [mara],
  open: mara,
  connections: [{ ...acme }],
  pages,
  told: { similar: hits },
});
const input = () => box("Search pages");
const rows = () => [...document.querySelectorAll('#hits [role="option"]')];

describe("similar pages", () => {
  test("stand behind the words in a group of their own, and the keys reach them", async () => {
    openWindow(world());
    await settle();
    type(input(), "onboarding checklist");
    await settle();
    const group = document.querySelector('[role="group"][aria-labelledby="similar-title"]');
    expect(group?.textContent).toContain("Similar");
    const inGroup = [...(group?.querySelectorAll('[role="option"]') ?? [])];
    expect(inGroup).toHaveLength(2);
    expect(rows().slice(-2)).toEqual(inGroup);
    const before = rows().length - 2;
    expect(rows().map((row) => row.getAttribute("aria-posinset"))).toEqual(
      rows().map((_, at) => String(at + 1)),
    );
    for (let at = 0; at < before; at += 1) await key(input(), "ArrowDown");
    expect(input().getAttribute("aria-activedescendant")).toBe(inGroup[0]?.id);
  });

  test("are no answer of nothing, and Notion is not asked for them again", async () => {
    const host = openWindow({ ...world(), live: pages.slice(2, 5) });
    await settle();
    type(input(), "zzzz qqqq");
    await settle();
    expect(rows()).toHaveLength(2);
    expect(text()).not.toContain("Nothing found");
    await key(input(), "Enter", { ctrlKey: true, shiftKey: true });
    const asked = host.calls.filter(([name]) => name === "live_search").map(([, args]) => args);
    expect(asked).toEqual([{ text: "zzzz qqqq", shown: hits.map(({ id }) => id) }]);
    const ids = rows().map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(3);
  });

  test("the switch is there where a model is, and coverage tells how far it is", async () => {
    const host = openWindow({ ...world(), hasModel: true });
    await settle();
    button("Settings").click();
    await settle();
    const before = host.world.settings.meanings;
    box("Find by meaning").click();
    await settle();
    expect(host.world.settings.meanings).toBe(!before);
    button("Coverage").click();
    await settle();
    expect(text()).toContain("By meaning, 12 of 18 pages are found, too.");
  });

  test("without a model nothing is said of it", async () => {
    openWindow({ ...world(), told: {} });
    await settle();
    button("Settings").click();
    await settle();
    expect(text()).not.toContain("meaning");
    button("Coverage").click();
    await settle();
    expect(text()).not.toContain("meaning");
    expect(document.querySelector("#similar-title")).toBeNull();
  });
});
