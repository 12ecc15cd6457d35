//! The keyboard's place: whatever leaves the document, focus stays somewhere one can go on from.
import { createRoot } from "solid-js";
import { expect, onTestFinished, test, vi } from "vitest";
import { keepFocus } from "../src/input/focus_keeper";
import { createUnmeantKeys, QUIET } from "../src/input/unmeant_keys";
import { acme, handbook, idle, jun, mara, type World } from "./memory_host";
import { box, button, has, key, openWindow, settle, submit, text, type } from "./window";

const world = (): Partial<World> => ({
  profiles: [{ ...mara }, { ...jun }],
  passwords: new Map([["p1", "correct horse"]]),
  open: mara,
  connections: [{ ...acme }],
  pages: handbook(acme.workspace),
});

function root(): HTMLElement {
  const main = document.createElement("main");
  document.body.append(main);
  const dispose = createRoot((end) => {
    keepFocus(main);
    return end;
  });
  onTestFinished(() => {
    dispose();
    main.remove();
  });
  return main;
}

function part(name: string, ...children: Element[]): HTMLElement {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  heading.textContent = name;
  section.append(heading, ...children);
  return section;
}

test("focus goes to the heading of the innermost part that is left", async () => {
  const main = root();
  const inner = document.createElement("div");
  const pressed = document.createElement("button");
  inner.append(pressed);
  main.append(part("First"), part("Second", inner));
  pressed.focus();
  inner.remove();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Second"));
  const heading = document.activeElement;
  heading?.parentElement?.remove();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("First"));
});

test("who has focused something else, or nothing on purpose, is left alone", async () => {
  const main = root();
  const [gone, kept] = [document.createElement("button"), document.createElement("button")];
  main.append(part("Part", gone, kept));
  gone.focus();
  kept.focus();
  gone.remove();
  await settle();
  expect(document.activeElement).toBe(kept);
  kept.blur();
  main.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  kept.remove();
  await settle();
  expect(document.activeElement).toBe(document.body);
});

test("after creating a profile the next name can be typed", async () => {
  openWindow(world());
  await settle();
  button("Administration").click();
  await settle();
  type(box("Name of the new profile"), "Odile");
  await submit(box("Name of the new profile"));
  expect(text()).toContain("Odile can now open their profile");
  expect(document.activeElement).toBe(box("Name of the new profile"));
});

test("after removing a profile, focus is at the list it stood in", async () => {
  openWindow(world());
  await settle();
  button("Administration").click();
  await settle();
  button("Remove profile Jun 田中").focus();
  button("Remove profile Jun 田中").click();
  await settle();
  type(box("Your own password"), "correct horse");
  await submit(box("Your own password"));
  expect(has("button", "Remove profile Jun 田中")).toBe(false);
  await vi.waitFor(() => expect(document.activeElement?.tagName).toMatch(/^H[12]$/));
});

test("pausing keeps the focus on its button", async () => {
  const host = openWindow(world());
  await settle();
  button("Connections").click();
  await settle();
  host.hold("pause_connection");
  const pause = button("Pause: Acme Studio");
  pause.focus();
  pause.click();
  await settle();
  // Under way it can be pressed no second time, and keeps its place.
  expect(pause.getAttribute("aria-disabled")).toBe("true");
  expect(pause.disabled).toBe(false);
  expect(document.activeElement).toBe(pause);
  host.release("pause_connection");
  await settle();
  expect(document.activeElement).toBe(pause);
});

test("setting up a sign-in leads into its steps, and cancelling back", async () => {
  openWindow({ ...world(), connections: [], connecting: idle() });
  await settle();
  button("Set up").focus();
  button("Set up").click();
  await settle();
  expect(document.activeElement?.closest("ol")).not.toBeNull();
  button("Cancel").click();
  await settle();
  expect(document.activeElement).toBe(button("Set up"));
});

test("declining leads to the ways to connect", async () => {
  const host = openWindow(world());
  await settle();
  button("Settings").click();
  host.connect({
    step: "confirming",
    workspace: "Acme Studio",
    workspace_icon: null,
    account: "Mara",
    account_detail: null,
    kind: "oauth",
    replaces: false,
  });
  await settle();
  expect(document.activeElement).toBe(button("Connect"));
  const no = [...document.querySelectorAll("form button")].at(-1) as HTMLButtonElement;
  no.focus();
  no.click();
  await settle();
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
});

test("keys count as an answer once the person has paused", () => {
  let now = 0;
  const unmeant = createUnmeantKeys(() => now);
  const enter = (more: KeyboardEventInit = {}) =>
    unmeant(new KeyboardEvent("keydown", { key: "Enter", ...more }));
  now = QUIET - 1;
  expect(enter()).toBe(true);
  // Whoever types on means something else, however long the question stands there.
  for (let letter = 0; letter < 20; letter += 1) {
    now += QUIET / 2;
    expect(enter()).toBe(true);
  }
  now += QUIET;
  expect(enter({ repeat: true })).toBe(true);
  now += QUIET;
  expect(enter()).toBe(false);
  now += 1;
  expect(unmeant(new KeyboardEvent("keydown", { key: "Tab" }))).toBe(false);
});

test("the right button's menu is there only where it can copy or paste", async () => {
  openWindow(world());
  await settle();
  const opens = (target: Element) =>
    target.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
  expect(opens(button("Settings"))).toBe(false);
  expect(opens(box("Search pages"))).toBe(true);
  await key(document.body, "F1");
  expect(opens(document.querySelector("dialog") as Element)).toBe(false);
});
