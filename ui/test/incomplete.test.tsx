//! What may be incomplete is said wherever somebody would look, and what vanished can be let go.
import { describe, expect, test } from "vitest";
import type { ConnectionCard, LeftOut } from "../src/core/bindings";
import { incomplete, leftOutWords, partlyReadWords } from "../src/words/incomplete";
import { acme, mara, sampleConnection, type World } from "./memory_host";
import { button, has, openWindow, settle, submit, text } from "./window";

const HOUR = 3_600_000;
const broken: ConnectionCard = { ...acme, short_since: Date.now() - 3 * HOUR };
const vanished: ConnectionCard = {
  ...acme,
  missing: { pages: 1200, since: Date.now() - 2 * HOUR },
};

async function showing(view: string, more: Partial<World>) {
  const host = openWindow({ profiles: [mara], open: mara, ...more });
  await settle();
  button(view).click();
  await settle();
  return host;
}

describe("words", () => {
  const item: LeftOut = { id: "1f2e", kind: "page", parent: "9a8b", is_found_by_title: false };
  test.each<[string, Partial<LeftOut>, string, RegExp]>([
    ["a page", {}, "Page 1f2e", /is not searched\. In 9a8b\.$/],
    ["a database", { kind: "data_source" }, "Database 1f2e", /In 9a8b/],
    ["a new kind", { kind: "wormhole" }, "Object of a new kind 1f2e", /In 9a8b/],
    ["nothing known", { id: null, kind: null, parent: null }, "Object", /is not searched\.$/],
    ["its properties", { is_found_by_title: true }, "Page 1f2e", /found by its title/],
  ])("%s that was left out", (_, more, what, why) => {
    const words = leftOutWords({ ...item, ...more });
    expect(words.what).toBe(what);
    expect(words.why).toMatch(why);
    expect(words.what + words.why).not.toMatch(/null|undefined|!|wormhole/);
  });

  test("counts of one and of many", () => {
    expect(incomplete.leftOut(1)).toBe("1 thing Notion listed was not understood");
    expect(incomplete.leftOut(1200)).toBe("1,200 things Notion listed were not understood");
    expect(incomplete.partlyRead(1)).toBe("1 page is read in part");
    expect(incomplete.partlyRead(49)).toBe("49 pages are read in part");
    // The core tells of no more than these, so there may be more.
    expect(incomplete.partlyRead(50)).toBe("At least 50 pages are read in part");
    expect(incomplete.letGoTitle(1)).toBe("Let go of 1 page?");
    expect(partlyReadWords({ read: 1200, left: 34, lost: 0 })).toBe(
      "1,200 of about 1,234 parts are read.",
    );
    expect(partlyReadWords({ read: 8, left: 0, lost: 2 })).toBe(
      "8 of about 10 parts are read. 2 parts were not given by Notion, or not understood.",
    );
  });
});

describe.each(["Connections", "Coverage"])("%s", (view) => {
  test("a whole listing is given no remark", async () => {
    await showing(view, { connections: [acme] });
    expect(text()).not.toMatch(/broke off|vanished|not understood|read in part/);
    expect(has("button", "Let them go: Acme Studio")).toBe(false);
  });

  test("a listing that breaks off is said, and what follows", async () => {
    await showing(view, { connections: [broken, sampleConnection] });
    expect(text().split("has not come to its end since")).toHaveLength(2);
    expect(text()).toContain("broke off 3 hr. ago and has");
    expect(text()).toContain("The next check tries again.");
  });

  test("pages that vanished are kept until somebody confirms to let them go", async () => {
    const host = await showing(view, { connections: [{ ...vanished }, sampleConnection] });
    expect(text()).toContain("1,200 pages vanished at once, 2 hr. ago.");
    button("Let them go: Acme Studio").click();
    await settle();
    expect(text()).toContain("Let go of 1,200 pages?");
    button("Keep them").click();
    await settle();
    expect(host.called("let_go_of_missing")).toBe(0);
    button("Let them go: Acme Studio").click();
    await settle();
    await submit(button("Let them go"));
    expect(host.calls).toContainEqual(["let_go_of_missing", { connection: "c1" }]);
    expect(document.querySelector("dialog")).toBeNull();
    expect(text()).not.toContain("vanished at once");
    expect(text()).toContain("Acme Studio: 1,200 pages let go.");
  });

  test("where they cannot be let go, the dialog says why and they stay", async () => {
    const host = await showing(view, { connections: [{ ...vanished }] });
    host.refuse.set("let_go_of_missing", { code: "profile_busy" });
    button("Let them go: Acme Studio").click();
    await settle();
    await submit(button("Let them go"));
    expect(document.querySelector('dialog [data-code="profile_busy"]')).not.toBeNull();
    expect(text()).toContain("1,200 pages vanished at once");
  });
});

test("the line under the results says it too", async () => {
  openWindow({
    profiles: [mara],
    open: mara,
    connections: [{ ...broken, missing: vanished.missing }],
  });
  await settle();
  const progress = document.querySelector("#progress")?.textContent ?? "";
  expect(progress).toContain("A listing broke off, so pages may be missing. 1,200 pages vanished");
  expect(progress).not.toContain("Up to date");
});

test("coverage lists what was not understood and what is read in part", async () => {
  await showing("Coverage", {
    connections: [acme],
    leftOut: [{ id: "1f2e", kind: "page", parent: null, is_found_by_title: false }],
    leftOutCount: 1200,
    partlyRead: [{ id: "a", title: "", read: 40, left: 2, lost: 0 }],
  });
  expect(text()).toContain("1,200 things Notion listed were not understood");
  expect(text()).toContain("Page 1f2e");
  expect(text()).toContain("Shown are 1.");
  expect(text()).toContain("1 page is read in part");
  expect(text()).toContain("Untitled40 of about 42 parts are read.");
});
