//! The window on its desktop: the keys that bring it forward, Esc, summoning, the settings for
//! all of it, and the line between the panes.
import { expect, test } from "vitest";
import { DEFAULT_MACHINE_SETTINGS } from "../src/core/bindings";
import { record } from "../src/input/shortcut_recording";
import { desktop as words } from "../src/words/desktop";
import { outside } from "../src/words/outside";
import { shell } from "../src/words/shell";
import { acme, handbook, mara } from "./memory_host";
import { box, button, has, key, openWindow, settle, text, type } from "./window";

const signedIn = { open: mara, profiles: [mara], connections: [acme] };

async function atSettings(world = {}) {
  const host = openWindow({ ...signedIn, ...world });
  await settle();
  button("Settings").click();
  await settle();
  return host;
}

test.each([
  [{ key: " ", code: "Space", ctrlKey: true, altKey: true }, "Control+Alt+Space", "Space"],
  [{ key: "T", code: "KeyT", ctrlKey: true, shiftKey: true }, "Control+Shift+KeyT", "T"],
  // The name is what the key says, the keys are its place: AZERTY, Russian, a dead accent.
  [{ key: "a", code: "KeyQ", metaKey: true }, "Super+KeyQ", "A"],
  [{ key: "е", code: "KeyT", altKey: true }, "Alt+KeyT", "Е"],
  [{ key: "Dead", code: "Backquote", ctrlKey: true }, "Control+Backquote", "BACKQUOTE"],
  [{ key: "F9", code: "F9" }, "F9", "F9"],
  [{ key: "F12", code: "F12", shiftKey: true }, "Shift+F12", "F12"],
])("%o is chosen as %s", (init, keys, name) => {
  expect(record(new KeyboardEvent("keydown", init))).toEqual({ is: "keys", keys: { keys, name } });
});

test.each([
  [{ key: "Control", code: "ControlLeft", ctrlKey: true }, "unfinished"],
  [{ key: "AltGraph", code: "AltRight" }, "unfinished"],
  [{ key: "Escape", code: "Escape" }, "cancelled"],
  [{ key: "t", code: "KeyT" }, "without_modifier"],
  [{ key: "T", code: "KeyT", shiftKey: true }, "without_modifier"],
  [{ key: "Enter", code: "Enter" }, "without_modifier"],
  [{ key: "Escape", code: "Escape", ctrlKey: true }, "unknown"],
  [{ key: "AudioVolumeUp", code: "AudioVolumeUp", ctrlKey: true }, "unknown"],
  [{ key: "t", code: "", ctrlKey: true }, "unknown"],
])("%o is %s", (init, is) => {
  expect(record(new KeyboardEvent("keydown", init))).toEqual({ is });
});

test("keys are chosen by pressing them, shown, and taken away", async () => {
  const host = await atSettings();
  button(words.shortcutChoose).click();
  await settle();
  const listening = button(words.shortcutPress);
  await key(listening, "Control", { code: "ControlLeft", ctrlKey: true });
  await key(listening, "k", { code: "KeyK", ctrlKey: true, altKey: true });
  expect(host.world.machine.desktop.shortcut).toEqual({ keys: "Control+Alt+KeyK", name: "K" });
  expect(has("[role=listbox]", "Actions")).toBe(false);
  button(words.shortcutRemove).click();
  await settle();
  expect(host.world.machine.desktop.shortcut).toBeNull();
  expect(text()).toContain(words.shortcutNone);
});

test("keys that another program holds are told, and what was chosen stays", async () => {
  const shortcut = { keys: "Control+F9", name: "F9" };
  const machine = {
    ...DEFAULT_MACHINE_SETTINGS,
    desktop: { ...DEFAULT_MACHINE_SETTINGS.desktop, shortcut },
  };
  const host = await atSettings({ machine });
  host.refuse.set("set_machine_settings", { code: "shortcut_taken" });
  button(words.shortcutChange).click();
  await settle();
  await key(button(words.shortcutPress), " ", { code: "Space", altKey: true });
  expect(text()).toContain("Another program holds these keys.");
  expect(host.world.machine.desktop.shortcut).toEqual(shortcut);
  expect([...document.querySelectorAll("kbd")].map((key) => key.textContent)).toContain("F9");
});

test("keys that were taken meanwhile are told at the start", async () => {
  const shortcut = { keys: "Control+F9", name: "F9" };
  const machine = {
    ...DEFAULT_MACHINE_SETTINGS,
    desktop: { ...DEFAULT_MACHINE_SETTINGS.desktop, shortcut },
  };
  const state = { state: "taken" } as const;
  const desktop = { ...(await atSettings()).world.desktop, shortcut: state };
  document.body.innerHTML = "";
  openWindow({ ...signedIn, machine, desktop });
  await settle();
  expect(text()).toContain(shell.shortcutTakenAtStart("Ctrl F9"));
});

test("where programs hold no keys the command is shown instead", async () => {
  const host = openWindow(signedIn);
  await settle();
  const command = "/opt/trove-desktop --summon";
  host.world.desktop = { ...host.world.desktop, shortcut: { state: "by_hand", command } };
  button("Settings").click();
  await settle();
  expect(text()).toContain(command);
  expect(has("button", words.shortcutChoose)).toBe(false);
});

test("what this system does not do is said", async () => {
  const host = openWindow(signedIn);
  await settle();
  host.world.desktop = {
    ...host.world.desktop,
    tray: "not_here",
    start_at_login: null,
    tells_lock: false,
    tells_sleep: false,
    desktop_search: null,
    draws_safely: null,
  };
  button("Settings").click();
  await settle();
  for (const said of [words.trayNotHere, words.atLoginNotHere, words.lockTellsNothing]) {
    expect(text()).toContain(said);
  }
  expect(box(words.atLogin).disabled).toBe(true);
  expect(text()).not.toContain(words.drawSafely);
  expect(text()).not.toContain(words.answerSearch);
});

test("what answering the desktop's search means is said, and that it is not answered", async () => {
  const host = await atSettings();
  expect(text()).toContain(words.answerSearchHint);
  box(words.answerSearch).click();
  await settle();
  expect(host.world.machine.desktop.answer_search).toBe(true);
  expect(text(), "wanted, and this desktop answers false").toContain(words.answerSearchNotHere);
});

test("switches are kept, and a refused one goes back", async () => {
  const host = await atSettings();
  box(words.tray).click();
  box(words.lockWithSystem).click();
  box(words.atLogin).click();
  await settle();
  expect(host.world.machine.desktop.tray).toBe(true);
  expect(host.world.settings.lock_with_system).toBe(false);
  expect(host.world.desktop.start_at_login).toBe(true);
  host.refuse.set("start_at_login", { code: "no_start_at_login" });
  box(words.atLogin).click();
  await settle();
  expect(box(words.atLogin).checked).toBe(true);
  expect(text()).toContain("The system did not take the start at login.");
});

test("what is changed while another change is under way is kept too", async () => {
  const host = await atSettings();
  host.hold("set_machine_settings");
  box(words.tray).click();
  box(words.notify).click();
  await settle();
  host.release("set_machine_settings");
  await settle();
  host.release("set_machine_settings");
  await settle();
  expect(host.world.machine.desktop).toMatchObject({ tray: true, notify: true });
  expect([box(words.tray).checked, box(words.notify).checked]).toEqual([true, true]);
});

test("Esc clears the box, and only then asks to go", async () => {
  const host = openWindow({ ...signedIn, pages: handbook("Acme Studio") });
  await settle();
  const search = box("Search pages");
  type(search, "bird");
  await settle();
  await key(search, "Escape");
  expect([search.value, host.called("escape")]).toEqual(["", 0]);
  await key(search, "Escape");
  expect(host.called("escape")).toBe(1);
  await key(window, "k", { ctrlKey: true });
  await key(document.activeElement ?? window, "Escape");
  expect(host.called("escape"), "a dialog has Esc to itself").toBe(1);
});

test("summoned, the window is at its box", async () => {
  const host = await atSettings({ pages: handbook("Acme Studio") });
  host.emit({ event: "summoned" });
  await settle();
  expect(document.activeElement).toBe(box("Search pages"));
});

test("summoned while locked, it asks for the password and then leads to the search", async () => {
  const host = await atSettings({
    pages: handbook("Acme Studio"),
    passwords: new Map([[mara.id, "brass otter"]]),
  });
  host.world.open = undefined;
  host.emit({ event: "locked" });
  await settle();
  button("Show password").focus();
  host.emit({ event: "summoned" });
  const password = box("Password");
  expect(document.activeElement).toBe(password);
  type(password, "brass otter");
  password.closest("form")?.requestSubmit();
  await settle();
  expect(document.activeElement).toBe(box("Search pages"));
});

test("asked for from outside, it is in the box, and after the password when locked", async () => {
  const host = await atSettings({
    pages: handbook("Acme Studio"),
    passwords: new Map([[mara.id, "brass otter"]]),
  });
  host.emit({ event: "asked_for", data: "roof garden" });
  await settle();
  const search = box("Search pages");
  expect([document.activeElement, search.value]).toEqual([search, "roof garden"]);
  host.world.open = undefined;
  host.emit({ event: "locked" });
  await settle();
  host.emit({ event: "asked_for", data: "kitchen" });
  const password = box("Password");
  type(password, "brass otter");
  password.closest("form")?.requestSubmit();
  await settle();
  expect(box("Search pages").value).toBe("kitchen");
});

test("summoned in the middle of connecting, nothing typed is lost", async () => {
  const host = openWindow({ open: mara, profiles: [mara] });
  await settle();
  host.emit({ event: "summoned" });
  await settle();
  expect(text()).toContain("Connect a workspace");
});

test("the words for outside of the window are handed over, and that it has drawn", async () => {
  const host = openWindow(signedIn);
  await settle();
  expect(host.calls).toContainEqual(["desktop_words", { words: outside }]);
  await expect.poll(() => host.called("has_drawn")).toBe(1);
});

test("the line between list and preview moves by keys, within bounds, and is kept", async () => {
  const host = openWindow({ ...signedIn, pages: handbook("Acme Studio") });
  await settle();
  const line = () => document.querySelector<HTMLElement>("[role=separator]") as HTMLElement;
  const at = () => Number(line().getAttribute("aria-valuenow"));
  expect(at()).toBe(45);
  await key(line(), "ArrowLeft");
  expect([at(), host.world.machine.preview_percent]).toEqual([50, 50]);
  await key(line(), "Home");
  await key(line(), "ArrowLeft");
  expect(at()).toBe(80);
  await key(line(), "End");
  await key(line(), "ArrowRight");
  expect([at(), host.world.machine.preview_percent]).toEqual([20, 20]);
});

test("the size of everything is chosen, and one that the keys cannot reach is shown", async () => {
  const machine = { ...DEFAULT_MACHINE_SETTINGS, zoom_percent: 120 };
  const host = await atSettings({ machine });
  const sizes = document.querySelector("#desktop-title ~ .card select") as HTMLSelectElement;
  expect([...sizes.options].map((option) => option.value)).toContain("120");
  sizes.value = "300";
  sizes.dispatchEvent(new Event("change"));
  await settle();
  expect(host.world.machine.zoom_percent).toBe(300);
});
