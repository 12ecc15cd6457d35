//! What the demo can show: a world, and the steps that lead to the picture.
import type { ConnectState, Reading, SearchAnswer } from "../../src/core/bindings";
import { library } from "./library";
import {
  acme,
  confirming,
  handbook,
  idle,
  jun,
  manyPages,
  mara,
  MemoryHost,
  odile,
  redirects,
  sampleConnection,
  type World,
} from "../memory_host";
import { nobodyAsks } from "../memory_assistants";
import { everythingRead, hitOf } from "../memory_search";
// Steps find what they press by its name in whatever language is spoken.
import { administration } from "../../src/words/administration";
import { assistants } from "../../src/words/assistants";
import { connect } from "../../src/words/connect";
import { connections } from "../../src/words/connections";
import { coverage } from "../../src/words/coverage";
import { images } from "../../src/words/images";
import { incomplete as incompleteWords } from "../../src/words/incomplete";
import { search } from "../../src/words/search";
import { viewNames } from "../../src/words/shell";
import { signIn } from "../../src/words/sign_in";

export interface Scene {
  world: () => Partial<World>;
  /** Steps after the first paint. */
  then?: (host: MemoryHost) => Promise<void>;
}

const passwords = () =>
  new Map([
    ["p1", "correct horse"],
    ["p2", "battery staple"],
  ]);
const people = () => ({
  profiles: [{ ...mara }, { ...jun }, { ...odile }],
  passwords: passwords(),
});
const opened = () => ({ ...people(), open: mara });
const everything = (): Partial<World> => ({
  ...opened(),
  connections: [{ ...acme }, { ...sampleConnection }],
  pages: [
    ...handbook(acme.workspace),
    ...handbook(sampleConnection.workspace).map((row) => ({
      ...row,
      id: `s-${row.id}`,
      sample: true,
    })),
  ],
});
const atHand = (): Partial<World> => {
  const world = everything();
  const ids = world.pages?.map(({ id }) => id) ?? [];
  const id = (at: number) => ids[at] ?? "";
  return {
    ...world,
    pages: world.pages?.map((row, at) => ({ ...row, pinned: at === 1 || at === 12 })) ?? [],
    openedLately: [id(4), id(16), id(7)],
    changed: [
      [id(15), "Ana Lima"],
      [id(10), "Ana Lima"],
      [id(3), "Ben Ode"],
      [id(8), null],
    ],
    editedByOthers: [
      [id(11), "Ana Lima"],
      [id(14), "Ben Ode"],
    ],
    saved: [
      ["price discount", 3],
      ["edited:7d type:page", 0],
    ],
    recent: ["kitchen"],
  };
};
const connecting = (state: ConnectState): Partial<World> => ({ ...opened(), connecting: state });

const reading: Reading = {
  read: 1240,
  waiting: 9070,
  failed: 0,
  running: true,
  per_minute: 178,
  seconds_left: 2290,
};
const incomplete = (): Partial<World> => ({
  ...library(),
  connections: [
    {
      ...acme,
      short_since: Date.now() - 10_800_000,
      missing: { pages: 120, since: Date.now() - 7_200_000 },
    },
  ],
  leftOut: [
    {
      id: "1f2e3d4c-0000-4000-8000-000000000000",
      kind: "page",
      parent: "9a8b7c6d-0000-4000-8000-000000000000",
      is_found_by_title: false,
    },
    { id: null, kind: "wormhole", parent: null, is_found_by_title: false },
  ],
  leftOutCount: 12,
  partlyRead: [{ id: "p", title: "Minutes of every meeting", read: 400, left: 30, lost: 0 }],
});
const corrected: Partial<SearchAnswer> = {
  corrections: [{ typed: "sinc", instead: "sync", known: false }],
};

export const scenes: Record<string, Scene> = {
  "first-run": {
    world: () => ({}),
    then: async () => {
      type(signIn.name, "Mara");
      type(signIn.password, "correct horse batt");
    },
  },
  "sign-in": { world: () => ({ profiles: [{ ...mara }], passwords: passwords() }) },
  "sign-in-many": { world: () => ({ ...people(), linkWaiting: true }) },
  "sign-in-wrong": {
    world: people,
    then: async () => {
      type(signIn.password, "wrong");
      press(signIn.submit);
    },
  },
  "sign-in-later": {
    world: people,
    then: async () => {
      for (let n = 0; n < 3; n += 1) {
        type(signIn.password, "wrong");
        press(signIn.submit);
        await moment();
      }
    },
  },
  claim: {
    world: () => ({ profiles: [{ ...odile }], passwords: passwords() }),
    then: async () => type(signIn.newPassword, "1234"),
  },
  "claim-many": {
    world: () => ({
      profiles: [{ ...odile }, { ...mara }],
      passwords: passwords(),
      linkWaiting: true,
    }),
  },
  forget: { world: people, then: async () => press(signIn.forgot) },
  connect: { world: opened },
  "connect-setup": { world: opened, then: async () => press(connect.oauth.setUp) },
  "connect-stored": { world: () => connecting(idle("1d8f872b-594c-80a4-b2f4-0037")) },
  "connect-waiting": {
    world: () =>
      connecting({
        step: "waiting",
        redirect_uri: redirects[0]?.uri ?? "",
        form: "loopback",
        expires: Date.now() + 540_000,
        can_open_again: true,
        notice: { code: "state_mismatch" },
      }),
    then: async () => press(connect.waiting.paste),
  },
  "connect-exchanging": { world: () => connecting({ step: "exchanging" }) },
  "connect-confirming": { world: () => connecting(confirming) },
  "connect-failed": {
    world: () => connecting({ step: "failed", error: { code: "client_refused" } }),
  },
  pages: { world: everything },
  home: { world: atHand },
  chips: {
    world: () => ({ ...library(), told: { filters: ["type:page", 'in:"Old town"'] } }),
    then: async () => {
      type(search.box, 'price type:page in:"Old town" ');
      await moment();
    },
  },
  search: { world: library, then: async () => type(search.box, "price") },
  similar: {
    world: () => {
      const world = everything();
      const near = world.pages?.slice(2, 5) ?? [];
      const said = ["Whoever expects a child tells us", "Sixteen weeks at full pay", ""];
      const similar = near.map((row, at) => ({
        ...hitOf({ row, text: [] }, "", "similar" as const),
        passages: said[at]
          ? [
              {
                segments: [{ text: said[at] ?? "", marked: false }],
                cut_before: true,
                cut_after: true,
              },
            ]
          : [],
      }));
      return { ...world, told: { similar } };
    },
    then: async () => type(search.box, "onboarding"),
  },
  "search-filters": { world: library, then: async () => typeSlowly(search.box, "offer ty") },
  "search-workspaces": {
    world: library,
    then: async () => typeSlowly(search.box, "offer ws:"),
  },
  "search-corrected": {
    world: () => ({
      ...library(),
      told: { ...corrected, unknown_names: ["ws:acmee"] },
    }),
    then: async () => type(search.box, "sync ws:acmee"),
  },
  "search-live": {
    world: () => ({
      ...library(),
      live: handbook(acme.workspace)
        .slice(14, 17)
        .map((row) => ({ ...row, id: `live-${row.id}`, title: `${row.title} discount` })),
      liveFailures: [{ workspace: "Mara’s notes", error: { code: "offline" } }],
    }),
    then: async () => {
      type(search.box, "discount");
      await moment();
      press(`${search.askNotionToo}Ctrl Shift ↵`);
    },
  },
  "search-nothing": {
    world: () => ({
      ...library(),
      covers: { ...everythingRead, known: 10_310, read: 1240, waiting: 9070 },
    }),
    then: async () => type(search.box, "zebra"),
  },
  "search-reading": {
    world: () => ({
      ...library(),
      connections: [{ ...acme, reading: reading }, { ...sampleConnection }],
    }),
    then: async () => type(search.box, "the"),
  },
  "preview-kinds": {
    world: library,
    then: async () => type(search.box, "handbook of blocks"),
  },
  "preview-open": {
    world: library,
    then: async () => {
      type(search.box, "handbook of blocks");
      await moment();
      await moment();
      key("Tab");
    },
  },
  "preview-image": {
    world: () => ({ ...library(), image: { outcome: "refused", why: "expired" } }),
    then: async () => {
      type(search.box, "handbook of blocks");
      await until(() => document.querySelector('[data-kind="media"] figure button'));
      press(images.of(images.load, "The harbour at six in the morning"));
      await moment();
      document.querySelector('[data-kind="media"] figure')?.scrollIntoView();
    },
  },
  exporting: {
    world: library,
    then: async (host) => {
      type(search.box, "handbook");
      await moment();
      await moment();
      host.hold("export");
      key("e", { ctrlKey: true, shiftKey: true });
      await until(() => document.querySelector("dialog form"));
      document.querySelector<HTMLFormElement>("dialog form")?.requestSubmit();
      await moment();
      host.emit({ event: "exporting", data: { written: 3_250, of: 9_870 } });
    },
  },
  coverage: {
    world: () => ({
      ...library(),
      connections: [
        {
          ...acme,
          pages: 10_310,
          last_listed: Date.now() - 7_200_000,
          reading: { ...reading, failed: 2 },
        },
        {
          ...acme,
          id: "c2",
          workspace: "Mara’s notes",
          workspace_icon: null,
          status: "paused",
          pages: 212,
          pace: { pace: "per_minute", requests: 60 },
        },
      ],
      failures: [
        { id: "f1", title: "Payroll 2026", why: "not_shared" },
        { id: "f2", title: "", why: "not_understood" },
      ],
    }),
    then: async () => press(viewNames.coverage),
  },
  incomplete: {
    world: incomplete,
    then: async () => press(viewNames.coverage),
  },
  "incomplete-connections": {
    world: incomplete,
    then: async () => press(viewNames.connections),
  },
  "incomplete-search": {
    world: incomplete,
  },
  "incomplete-let-go": {
    world: incomplete,
    then: async () => {
      press(viewNames.connections);
      await moment();
      press(`${incompleteWords.letGo}: Acme Studio`);
    },
  },
  "coverage-limits": {
    world: () => ({
      ...library(),
      connections: [{ ...acme, pages: 10_310, limits: { pages: 10_310, megabytes: 32_768 } }],
      limits: { capped: false, page_limit: 10_310, text_limit_megabytes: 32_768 },
    }),
    then: async () => press(viewNames.coverage),
  },
  "coverage-link": {
    world: () => ({
      ...library(),
      verdict: { verdict: "not_visible", asked: ["Acme Studio", "Mara’s notes"] },
    }),
    then: async () => {
      press(viewNames.coverage);
      await moment();
      type(coverage.link, "https://www.notion.so/Payroll-1f2e3d4c00004000800000000000");
      press(coverage.check);
    },
  },
  "coverage-known": {
    world: library,
    then: async () => {
      press(viewNames.coverage);
      await moment();
      type(coverage.link, "https://www.notion.so/page-3");
      press(coverage.check);
    },
  },
  "pages-third": {
    world: everything,
    then: async () => {
      for (let n = 0; n < 3; n += 1) key("ArrowDown");
    },
  },
  "pages-many": {
    world: () => ({
      ...everything(),
      pages: manyPages(100_000),
      otherOrigin: "http://127.0.0.1:38211",
      connections: [
        { ...acme, listing: { state: "running", found: 1240 } },
        {
          ...acme,
          id: "c2",
          workspace: "Mara’s notes",
          status: "needs_reconnect",
          listing: {
            state: "failed",
            error: {
              code: "notion",
              fields: { status: 401, notion_code: "unauthorized", message: "" },
            },
          },
        },
      ],
    }),
    then: async () => key("End"),
  },
  "pages-none": { world: () => ({ ...everything(), pages: [] }) },
  shortcuts: { world: everything, then: async () => key("F1") },
  connections: {
    world: () => ({
      ...everything(),
      connections: [
        { ...acme, listing: { state: "running", found: 1240 } },
        {
          ...acme,
          id: "c2",
          workspace: "Mara’s notes",
          workspace_icon: null,
          kind: "oauth",
          status: "needs_reconnect",
          listing: {
            state: "failed",
            error: {
              code: "notion",
              fields: { status: 401, notion_code: "unauthorized", message: "" },
            },
          },
        },
        { ...sampleConnection },
      ],
    }),
    then: async () => press(viewNames.connections),
  },
  disconnect: {
    world: everything,
    then: async () => {
      press(viewNames.connections);
      await moment();
      press(`${connections.disconnect}: Acme Studio`);
    },
  },
  administration: {
    world: () => ({
      ...everything(),
      notices: [
        { code: "authorization_removed", fields: { workspace: "Old Town", revoked: "revoked" } },
      ],
      authorizations: [
        {
          id: "a1",
          profile_id: "p1",
          profile_name: "Mara",
          workspace: "Acme Studio",
          workspace_id: acme.workspace_id,
          status: "active",
          created: acme.created,
          last_used: Date.now() - 120_000,
        },
        {
          id: "a2",
          profile_id: "p2",
          profile_name: "Jun 田中",
          workspace: "Acme Studio",
          workspace_id: acme.workspace_id,
          status: "needs_reconnect",
          created: acme.created,
          last_used: Date.now() - 90_000_000,
        },
        {
          id: "a3",
          profile_id: "p2",
          profile_name: "Jun 田中",
          workspace: "Tanaka household",
          workspace_id: "0c4c7a1e-1111-4a1b-9f8e-2f4f0a1c7d11",
          status: "removal_waiting",
          created: acme.created,
          last_used: null,
        },
      ],
    }),
    then: async () => press(viewNames.administration),
  },
  "remove-authorization": {
    world: () => ({
      ...everything(),
      authorizations: [
        {
          id: "a2",
          profile_id: "p2",
          profile_name: "Jun 田中",
          workspace: "Acme Studio",
          workspace_id: acme.workspace_id,
          status: "active",
          created: acme.created,
          last_used: Date.now() - 90_000_000,
        },
      ],
    }),
    then: async () => {
      press(viewNames.administration);
      await moment();
      press(administration.removeAuthorization("Acme Studio", "Jun 田中"));
    },
  },
  settings: { world: everything, then: async () => press(viewNames.settings) },
  "settings-assistants": {
    world: () => ({
      ...everything(),
      connections: [{ ...acme }, { ...acme, id: "c2", workspace: "Mara’s notes" }],
      assistants: {
        ...nobodyAsks,
        settings: { ...nobodyAsks.settings, workspaces: { these: ["c2"] }, keychain: true },
        asked: [asked("price list", null), asked("salaries", "person")],
      },
    }),
    then: async () => {
      press(viewNames.settings);
      await until(() => document.querySelector("#assistants-title"));
      await moment();
      press(assistants.setUp);
      press(assistants.log);
      await moment();
      document.querySelector("#assistants-title")?.scrollIntoView();
    },
  },
  "assistant-asks": {
    world: everything,
    then: async (host) => {
      await moment();
      host.emit({
        event: "access_request",
        data: {
          number: 1,
          program: "Claude Desktop 1.4",
          workspaces: [acme.workspace, sampleConnection.workspace],
          whole_pages: true,
        },
      });
      await until(() => document.querySelector("dialog"));
    },
  },
};

const asked = (text: string, refused: string | null) => ({
  at: Date.now() - 7_200_000,
  program: "Claude Desktop 1.4",
  tool: "search",
  asked: text,
  title: null,
  pages: refused === null ? 3 : 0,
  characters: refused === null ? 1240 : 0,
  refused,
});

export function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

function press(name: string) {
  const found = [...document.querySelectorAll<HTMLElement>("button, summary")].find(
    (element) => (element.getAttribute("aria-label") ?? element.textContent ?? "").trim() === name,
  );
  if (found === undefined) throw new Error(`nothing to press is called ${name}`);
  found.click();
}

function type(label: string, text: string) {
  const input = [...document.querySelectorAll("input")].find(
    (box) =>
      [...(box.labels ?? [])].some((l) => l.textContent === label) ||
      box.getAttribute("aria-label") === label,
  );
  if (input === undefined) throw new Error(`no box is called ${label}`);
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** A letter at a time, the caret behind it, as suggestions want it. */
async function typeSlowly(label: string, text: string) {
  for (let end = 1; end <= text.length; end += 1) {
    type(label, text.slice(0, end));
    await moment();
  }
}

function key(name: string, more: KeyboardEventInit = {}) {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }),
  );
}

/** What is fetched when it is first needed comes when it comes. */
async function until(there: () => unknown) {
  for (let tries = 0; tries < 100 && !there(); tries += 1) await moment();
}
