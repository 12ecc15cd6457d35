//! Assistants in the window: what they may see, the question whether one is let in, and the log.
import { afterEach, expect, test, vi } from "vitest";
import type { AccessRequest, AskedByAssistant } from "../src/core/bindings";
import { QUIET } from "../src/input/unmeant_keys";
import {
  access,
  allowedNames,
  assistants as words,
  howMuchNames,
  letInNames,
} from "../src/words/assistants";
import { openWithNames } from "../src/words/settings";
import { acme, mara, type MemoryHost } from "./memory_host";
import { nobodyAsks } from "./memory_assistants";
import { box, button, has, key, openWindow, settle, text } from "./window";

const notes = { ...acme, id: "c2", workspace: "Mara’s notes" };
const signedIn = { open: mara, profiles: [mara], connections: [acme, notes] };

const claude: AccessRequest = {
  number: 3,
  program: "Claude 1.0",
  workspaces: ["Acme Studio"],
  whole_pages: true,
};

afterEach(() => vi.restoreAllMocks());

async function atSettings(world = {}) {
  const host = openWindow({ ...signedIn, ...world });
  await settle();
  button("Settings").click();
  await settle();
  return host;
}

async function take(name: string) {
  box(name).click();
  await settle();
}

const chosen = (host: MemoryHost) => host.world.assistants.settings;

test("they see nothing until a workspace is chosen, and what is chosen is kept", async () => {
  const host = await atSettings();
  expect(box(allowedNames.none).checked).toBe(true);
  expect(has("input", letInNames.ask)).toBe(false);
  await take(allowedNames.these);
  expect(text()).toContain(words.noneChosen);
  await take("Mara’s notes");
  expect(chosen(host).workspaces).toEqual({ these: ["c2"] });
  await take("Acme Studio");
  await take("Mara’s notes");
  expect(chosen(host).workspaces).toEqual({ these: [acme.id] });
  await take(howMuchNames.whole);
  await take(allowedNames.all);
  expect(chosen(host)).toEqual({
    workspaces: "all",
    whole_pages: true,
    keychain: false,
    without_window: false,
  });
  await take(allowedNames.none);
  expect(chosen(host).workspaces).toBe("none");
});

test("the keychain lets them in where that is chosen, and the window says what is missing for it", async () => {
  const settings = { ...nobodyAsks.settings, workspaces: "all" as const };
  const host = await atSettings({ assistants: { ...nobodyAsks, settings } });
  expect(box(letInNames.ask).checked).toBe(true);
  expect(text()).not.toContain(words.notRemembered);
  await take(letInNames.keychain);
  expect(chosen(host)).toMatchObject({ keychain: true, without_window: false });
  expect(text()).toContain(words.notRemembered);
  await take(openWithNames.keychain);
  expect(text()).not.toContain(words.notRemembered);
  await take(letInNames.always);
  expect(chosen(host)).toMatchObject({ keychain: true, without_window: true });
  await take(letInNames.ask);
  expect(chosen(host)).toMatchObject({ keychain: false, without_window: false });
});

test("a window that cannot be asked says so", async () => {
  const settings = { ...nobodyAsks.settings, workspaces: "all" as const };
  await atSettings({ assistants: { ...nobodyAsks, settings, reachable: false } });
  expect(text()).toContain(words.notReachable);
});

test("what sets an assistant up is copied as it is shown", async () => {
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => {
    copied.push(text);
  });
  await atSettings({ open: { ...mara, name: "Mara's own" } });
  button(words.copyLines).click();
  button(words.copyCommand).click();
  await settle();
  expect(JSON.parse(copied[0] ?? "")).toEqual({
    mcpServers: { trove: { command: "trove", args: ["mcp", "--profile", "Mara's own"] } },
  });
  expect(copied[1]).toBe("trove mcp --profile 'Mara'\\''s own'");
});

test("the log is read when it is opened, the newest first, some at a time", async () => {
  const entry = (at: number, more: Partial<AskedByAssistant>): AskedByAssistant => ({
    at,
    program: "Claude 1.0",
    tool: "search",
    asked: `query ${at}`,
    title: null,
    pages: 2,
    characters: 120,
    refused: null,
    ...more,
  });
  const asked = Array.from({ length: 120 }, (_, at) => entry(at, {}));
  asked.push(entry(120, { program: "", refused: "person" }));
  asked.push(entry(121, { tool: "read_page", title: "", pages: 1, characters: 9 }));
  const host = await atSettings({ assistants: { ...nobodyAsks, asked } });
  expect(host.called("asked_by_assistants")).toBe(0);
  const details = [...document.querySelectorAll("details")].find((one) =>
    one.textContent?.includes(words.log),
  );
  if (details === undefined) throw new Error("there is no log");
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  await settle();
  const lines = () => [...document.querySelectorAll("ol li")].map((line) => line.textContent ?? "");
  expect(lines().length).toBe(50);
  expect(lines()[0]).toContain(`${words.readPage(words.untitled)}`);
  expect(lines()[1]).toContain(words.unnamed);
  expect(lines()[1]).toContain("Refused by you");
  expect(lines()[2]).toContain("“query 119”");
  button(words.more).click();
  button(words.more).click();
  await settle();
  expect(lines().length).toBe(122);
  expect(has("button", words.more)).toBe(false);
  // Locking takes it off the screen.
  host.world.open = undefined;
  host.emit({ event: "locked" });
  await settle();
  expect(text()).not.toContain("query");
});

async function asked(world = {}) {
  const host = openWindow({ ...signedIn, ...world });
  await settle();
  host.emit({ event: "access_request", data: claude });
  await settle();
  return host;
}

const answers = (host: MemoryHost) =>
  host.calls.filter(([name]) => name === "answer_access_request").map(([, args]) => args);

test("a program is named with what it would see, and No has the focus", async () => {
  await asked();
  const dialog = document.querySelector("dialog");
  expect(dialog?.textContent).toContain("Claude 1.0");
  expect(dialog?.textContent).toContain("Acme Studio");
  expect(dialog?.textContent).toContain(access.whole);
  expect(document.activeElement).toBe(button(access.no));
  // What is read aloud with the answers.
  const told = (name: string) =>
    (button(name).getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
      .join(" ");
  expect(told(access.no)).toContain(access.unsure);
  for (const name of [access.no, access.yes]) expect(told(name)).toContain("Acme Studio");
});

test("Esc is No, and so is a click beside it; neither where it was on its way", async () => {
  let now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const ways = [
    (dialog: Element) => dialog.dispatchEvent(new Event("cancel", { cancelable: true })),
    (dialog: Element) => dialog.dispatchEvent(new MouseEvent("click", { bubbles: true })),
    () => button(access.no).click(),
  ];
  const host = await asked();
  for (const [nth, way] of ways.entries()) {
    const dialog = () => document.querySelector("dialog");
    if (nth > 0) {
      host.emit({ event: "access_request", data: { ...claude } });
      await settle();
    }
    way(dialog() as Element);
    await settle();
    expect(answers(host).length).toBe(nth);
    now += QUIET;
    way(dialog() as Element);
    await settle();
    expect(answers(host).length).toBe(nth + 1);
    expect(dialog()).toBeNull();
  }
  expect(answers(host)).toEqual(ways.map(() => ({ number: 3, granted: false })));
});

test("a program that went before it was answered was not let in, and nobody says so", async () => {
  let now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  await asked({ assistants: { ...nobodyAsks, patient: false } });
  now += QUIET;
  button(access.yes).click();
  await settle();
  expect(text()).toContain(access.gone);
  expect(text()).not.toContain(access.letIn);
});

test("one that asks while another is answered is asked about", async () => {
  let now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const host = await asked();
  now += QUIET;
  host.held.set("answer_access_request", []);
  button(access.yes).click();
  await settle();
  host.emit({ event: "access_request", data: { ...claude, number: 4, program: "Another" } });
  await settle();
  host.held.get("answer_access_request")?.forEach((release) => release());
  await settle();
  expect(document.querySelector("dialog")?.textContent).toContain("Another");
});

test("keys and clicks that were on their way answer nothing; Yes is pressed on purpose", async () => {
  let now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const host = await asked();
  const enter = await key(button(access.no), "Enter");
  expect(enter.defaultPrevented).toBe(true);
  button(access.yes).click();
  await settle();
  expect(answers(host)).toEqual([]);
  now += QUIET;
  expect((await key(button(access.yes), "Enter")).defaultPrevented).toBe(false);
  button(access.yes).click();
  await settle();
  expect(answers(host)).toEqual([{ number: 3, granted: true }]);
  expect(document.querySelector("dialog")).toBeNull();
});

test("the question goes with the program, and with the profile", async () => {
  const host = await asked();
  host.emit({ event: "access_request", data: null });
  await settle();
  expect(document.querySelector("dialog")).toBeNull();
  host.emit({ event: "access_request", data: claude });
  await settle();
  host.world.open = undefined;
  host.emit({ event: "locked" });
  await settle();
  expect(document.querySelector("dialog")).toBeNull();
  expect(text()).not.toContain("Claude");
  expect(answers(host)).toEqual([]);
});

test("one that asked before the window listened is asked about", async () => {
  openWindow({ ...signedIn, assistants: { ...nobodyAsks, waiting: claude } });
  await settle();
  expect(document.querySelector("dialog")?.textContent).toContain("Claude 1.0");
});
