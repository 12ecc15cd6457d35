//! The menu of everything that can be done: opened by a key from anywhere, narrowed by typing.
import { beforeEach, expect, test } from "vitest";
import { acme, handbook, mara, type World } from "./memory_host";
import { box, button, key, openWindow, settle, text, type } from "./window";

const world = (): Partial<World> => ({
  profiles: [mara],
  passwords: new Map([["p1", "correct horse"]]),
  open: mara,
  connections: [{ ...acme }],
  pages: handbook(acme.workspace),
});
const MENU = "What do you want to do?";

const options = () =>
  [...document.querySelectorAll("dialog [role=option]")].map(
    (option) => option.firstElementChild?.textContent ?? "",
  );
const chosen = () =>
  document.querySelector("dialog [aria-selected=true]")?.firstElementChild?.textContent;
async function openMenu() {
  await key(document.activeElement ?? document.body, "k", { ctrlKey: true });
  return box(MENU);
}

let clipboard = "";
beforeEach(() => {
  clipboard = "";
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (words: string) => void (clipboard = words) },
  });
});

test("in search it has the selected page first, elsewhere the window's own", async () => {
  openWindow(world());
  await settle();
  await openMenu();
  expect(options().slice(0, 3)).toEqual(["Open in browser", "Open in Notion app", "Copy link"]);
  expect(options()).toContain("Go to Administration");
  await key(box(MENU), "k", { ctrlKey: true });
  expect(document.querySelector("dialog")).toBeNull();
  button("Settings").click();
  await settle();
  await openMenu();
  expect(options()[0]).toBe("Go to the search box");
  expect(options()).not.toContain("Copy link");
});

test("typing narrows, arrows go round, Enter does it", async () => {
  openWindow(world());
  await settle();
  const menu = await openMenu();
  type(menu, "copy");
  expect(options()).toEqual([
    "Copy link",
    "Copy as Markdown",
    "Copy title",
    "Copy passage with its source",
  ]);
  await key(menu, "ArrowDown");
  expect(chosen()).toBe("Copy as Markdown");
  for (let rest = 0; rest < 3; rest += 1) await key(menu, "ArrowDown");
  expect(chosen()).toBe("Copy link");
  expect(menu.getAttribute("aria-activedescendant")).toBe(
    document.querySelector("dialog [aria-selected=true]")?.id,
  );
  await key(menu, "Enter");
  expect(clipboard).toBe("https://www.notion.so/page-0");
  expect(document.querySelector("dialog")).toBeNull();
});

test("words count in any order, and what is called by none says so", async () => {
  const host = openWindow(world());
  await settle();
  const menu = await openMenu();
  type(menu, "markdown COPY");
  expect(options()).toEqual(["Copy as Markdown"]);
  type(menu, "teapot");
  expect(options()).toEqual([]);
  expect(text()).toContain("Nothing that can be done here is called so.");
  expect(menu.hasAttribute("aria-activedescendant")).toBe(false);
  await key(menu, "Enter");
  expect(document.querySelector("dialog")).not.toBeNull();
  type(menu, "lock");
  await key(menu, "Enter");
  expect(host.called("lock")).toBe(1);
});

test("what opens another view gives it the keyboard", async () => {
  openWindow(world());
  await settle();
  const menu = await openMenu();
  type(menu, "go to settings");
  await key(menu, "Enter");
  expect(document.activeElement?.tagName).toBe("H1");
  expect(document.activeElement?.textContent).toBe("Settings");
});
