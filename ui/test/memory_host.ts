//! A core made of memory, for tests and for looking at the window without a shell. It answers
//! every command as the contract says; nothing in it is ever shipped.
import type {
  Administration,
  AuthorizationRow,
  BodyState,
  ConnectionCard,
  ConnectState,
  Covers,
  DesktopState,
  Event,
  EditedPage,
  FailedPage,
  LeftOut,
  LinkVerdict,
  LiveAnswer,
  MachineSettings,
  PageImage,
  PageRow,
  PartlyRead,
  PreviewBlock,
  ProfileCard,
  ProfileSettings,
  SearchAnswer,
  Session,
  Start,
  UiError,
} from "../src/core/bindings";
import { DEFAULT_MACHINE_SETTINGS, DEFAULT_PROFILE_SETTINGS } from "../src/core/bindings";
import {
  type Args,
  type CommandName,
  type Host,
  HostError,
  type Reply,
} from "../src/core/commands";
import { handbook, list, notices } from "./memory_pages";
import { beforeSignIn } from "./before_sign_in";
import { assistantAnswers, nobodyAsks, type WorldOfAssistants } from "./memory_assistants";
import { desktopAnswers, plainDesktop } from "./memory_desktop";
import {
  everythingRead,
  hitOf,
  previewOf,
  searchIn,
  type Stored,
  verdictOn,
} from "./memory_search";

import { acme, confirming, idle, redirects, sampleConnection } from "./memory_people";

export { handbook, manyPages } from "./memory_pages";
export {
  acme,
  confirming,
  idle,
  jun,
  mara,
  odile,
  redirects,
  sampleConnection,
} from "./memory_people";

type Answers = { [N in CommandName]: (args: Args<N>) => Reply<N> };

export interface World {
  profiles: ProfileCard[];
  passwords: Map<string, string>;
  /** Profiles that the system's keychain opens. */
  remembered: Set<string>;
  open: ProfileCard | undefined;
  notices: Session["notices"];
  machine: MachineSettings;
  desktop: DesktopState;
  settings: ProfileSettings;
  otherOrigin: string | null;
  linkWaiting: boolean;
  connecting: ConnectState;
  clientId: string | null;
  connections: ConnectionCard[];
  authorizations: AuthorizationRow[];
  pages: PageRow[];
  /** Text of pages by id, a paragraph each. */
  texts: Map<string, string[]>;
  /** Blocks of pages by id, where paragraphs will not do. */
  blocks: Map<string, PreviewBlock[]>;
  properties: Map<string, [name: string, value: string][]>;
  bodies: Map<string, BodyState>;
  /** What comes of asking for one. */
  image: PageImage;
  covers: Covers;
  /** What a search answers besides its hits. */
  told: Partial<SearchAnswer>;
  /** A model is there by which pages are found by meaning. */
  hasModel: boolean;
  /** Pages that only Notion's own search finds. */
  live: PageRow[];
  liveFailures: LiveAnswer["failures"];
  verdict: LinkVerdict | undefined;
  failures: FailedPage[];
  limits: { capped: boolean; page_limit: number | null; text_limit_megabytes: number | null };
  leftOut: LeftOut[];
  leftOutCount: number | undefined;
  partlyRead: PartlyRead[];
  /** Ids of pages that were opened, the last first. */
  openedLately: string[];
  /** Ids of pages that others changed since the last look, and by whom. */
  changed: [id: string, by: string | null][];
  /** The same of those they edited before. */
  editedByOthers: [id: string, by: string | null][];
  recent: string[];
  /** Saved searches, and how much is new in each. */
  saved: [text: string, fresh: number][];
  people: string[];
  /** Something opens addresses of Notion's app. */
  notionApp: boolean;
  /** An export was stopped, and what it left. */
  exportStopped: string | null | undefined;
  /** What is chosen in the system's dialog. */
  folder: string | null;
  assistants: WorldOfAssistants;
}

export class MemoryHost implements Host {
  readonly world: World;
  /** Every call, oldest first. */
  readonly calls: [name: CommandName, args: unknown][] = [];
  /** The next call of this name is refused with this. */
  readonly refuse = new Map<CommandName, UiError>();
  /** Calls of these names wait until released, oldest first. */
  readonly held = new Map<CommandName, (() => void)[]>();
  private listener: (event: Event) => void = () => undefined;
  private failures = 0;

  constructor(world: Partial<World> = {}) {
    this.world = { ...empty(), ...world };
  }

  async call<N extends CommandName>(name: N, args: Args<N>): Promise<Reply<N>> {
    this.calls.push([name, args]);
    const queue = this.held.get(name);
    if (queue !== undefined) await new Promise<void>((release) => queue.push(release));
    const refusal = this.refuse.get(name);
    if (refusal !== undefined) {
      this.refuse.delete(name);
      throw new HostError(refusal);
    }
    if (!beforeSignIn.has(name) && this.world.open === undefined) {
      throw new HostError({ code: "locked" });
    }
    const answer = this.answers[name] as (args: Args<N>) => Reply<N>;
    return structuredClone(answer(args));
  }

  async watch(listener: (event: Event) => void): Promise<void> {
    this.listener = listener;
  }

  emit(event: Event) {
    this.listener(event);
  }

  connect(state: ConnectState) {
    this.world.connecting = state;
    this.emit({ event: "connect", data: state });
  }

  hold(name: CommandName) {
    this.held.set(name, []);
  }

  release(name: CommandName) {
    this.held.get(name)?.shift()?.();
  }

  called(name: CommandName): number {
    return this.calls.filter(([called]) => called === name).length;
  }

  private open(profile: ProfileCard): Session {
    this.world.open = profile;
    return { profile, notices: this.world.notices };
  }

  private profile(id: string): ProfileCard {
    const found = this.world.profiles.find((profile) => profile.id === id);
    if (found === undefined) throw new HostError({ code: "profile_not_found" });
    return found;
  }

  private check(profile: ProfileCard, password: string) {
    if (this.world.passwords.get(profile.id) === password) return;
    this.failures += 1;
    throw new HostError(
      this.failures > 2
        ? { code: "try_later", fields: { seconds: 25 } }
        : { code: "wrong_password" },
    );
  }

  private stored(row: PageRow): Stored {
    return { row, text: this.world.texts.get(row.id) ?? [] };
  }

  private card(id: string): ConnectionCard {
    const found = this.world.connections.find((card) => card.id === id);
    if (found === undefined) throw new HostError({ code: "connection_not_found" });
    return found;
  }

  private readonly answers: Answers = {
    start: (): Start => ({
      version: "0.1.0",
      profiles: this.world.profiles,
      machine: this.world.machine,
      other_origin: this.world.otherOrigin,
      link_waiting: this.world.linkWaiting,
      session: this.world.open ? { profile: this.world.open, notices: this.world.notices } : null,
    }),
    password_strength: ({ name, password }) => ({
      score: Math.min(4, Math.floor(password.length / 4)),
      refused:
        password.length < 8
          ? "too_short"
          : name !== "" && password.toLowerCase().includes(name.toLowerCase())
            ? "like_the_name"
            : null,
    }),
    create_administrator: ({ name, password }) => {
      if (password.length < 8) {
        throw new HostError({ code: "password_refused", fields: { why: "too_short" } });
      }
      const profile: ProfileCard = { id: "p1", name, role: "administrator", claimed: true };
      this.world.profiles = [profile];
      this.world.passwords.set(profile.id, password);
      return this.open(profile);
    },
    sign_in: ({ profile, password }) => {
      const found = this.profile(profile);
      this.check(found, password);
      this.failures = 0;
      return this.open(found);
    },
    is_remembered: ({ profile }) => this.world.remembered.has(profile),
    sign_in_remembered: ({ profile }) => {
      if (!this.world.remembered.has(profile)) throw new HostError({ code: "not_remembered" });
      return this.open(this.profile(profile));
    },
    remember_me: ({ on }) => {
      const own = this.world.open?.id ?? "";
      if (on) this.world.remembered.add(own);
      else this.world.remembered.delete(own);
      return null;
    },
    claim_profile: ({ profile, password }) => {
      const found = this.profile(profile);
      found.claimed = true;
      this.world.passwords.set(profile, password);
      return this.open(found);
    },
    forget_profile: ({ profile }) => {
      this.world.profiles = this.world.profiles.filter(({ id }) => id !== profile);
      return null;
    },
    set_machine_settings: ({ settings }) => {
      this.world.machine = settings;
      return null;
    },
    about: () => ({
      version: "0.1.0",
      data_folder: "/home/mara/.local/share/net.trovesearch.desktop",
      data_bytes: 48_230_400,
      has_model: this.world.hasModel,
      notices: notices(),
    }),
    ...desktopAnswers(() => this.world),
    ...assistantAnswers(() => this.world),
    lock: () => {
      this.world.open = undefined;
      return null;
    },
    touch: () => null,
    connect_state: () => this.world.connecting,
    begin_sign_in: ({ request }) => {
      if (request.client !== null) this.world.clientId = request.client.client_id;
      this.connect({
        step: "waiting",
        redirect_uri:
          redirects.find(({ form }) => form === request.form)?.uri ?? request.bounce ?? "",
        form: request.form,
        expires: Date.now() + 600_000,
        can_open_again: true,
        notice: null,
      });
      return null;
    },
    open_sign_in_again: () => null,
    cancel_sign_in: () => {
      this.connect(idle(this.world.clientId));
      return null;
    },
    finish_sign_in: () => {
      this.connect(confirming);
      return null;
    },
    connect_token: ({ token }) => {
      if (token.length < 8) throw new HostError({ code: "token_refused" });
      this.connect({ ...confirming, kind: "pasted" });
      return null;
    },
    look_around: () => {
      this.world.connections = [...this.world.connections, sampleConnection];
      this.world.pages = [...this.world.pages, ...handbook(sampleConnection.workspace)];
      this.emit({ event: "connections", data: this.world.connections });
      this.emit({ event: "pages_changed" });
      return null;
    },
    confirm_connection: () => {
      const card = { ...acme, id: `c${this.world.connections.length + 1}` };
      this.world.connections = [...this.world.connections, card];
      this.connect(idle(this.world.clientId));
      return card;
    },
    decline_connection: () => {
      this.connect(idle(this.world.clientId));
      return "revoked";
    },
    connections: () => this.world.connections,
    disconnect: ({ connection }) => {
      this.world.connections = this.world.connections.filter(({ id }) => id !== connection);
      this.emit({ event: "connections", data: structuredClone(this.world.connections) });
      return "revoked";
    },
    refresh: () => null,
    pages: ({ query }) => list(this.world.pages, query),
    search: ({ request }) => ({
      ...searchIn(
        this.world.pages.map((row) => this.stored(row)),
        request,
        this.world.covers,
      ),
      ...(request.correct ? this.world.told : {}),
    }),
    home: () => {
      const row = (id: string) => this.world.pages.find((page) => page.id === id);
      const rows = (ids: string[]) =>
        ids.map(row).filter((found): found is PageRow => found !== undefined);
      const by = (pages: [string, string | null][]) =>
        pages.flatMap(([id, by]): EditedPage[] => {
          const found = row(id);
          return found === undefined ? [] : [{ row: found, by }];
        });
      const editors = [...new Set(this.world.changed.map(([, name]) => name))];
      return {
        pinned: this.world.pages.filter(({ pinned }) => pinned),
        opened: rows(this.world.openedLately).filter(({ pinned }) => !pinned),
        changed: {
          since: Date.now() - 86_400_000,
          pages: by(this.world.changed),
          total: this.world.changed.length,
          by: editors.map((name) => ({
            name,
            pages: this.world.changed.filter(([, other]) => other === name).length,
          })),
        },
        edited: by(this.world.editedByOthers),
      };
    },
    look_at_changes: () => {
      this.world.changed = [];
      return null;
    },
    searches: () => ({
      recent: this.world.recent,
      saved: this.world.saved.map(([text, fresh]) => ({ text, new: fresh, more: fresh >= 100 })),
    }),
    remember_search: ({ text }) => {
      this.world.recent = [text, ...this.world.recent.filter((other) => other !== text)];
      return null;
    },
    forget_recent_searches: () => {
      this.world.recent = [];
      return null;
    },
    save_search: ({ text, saved }) => {
      this.world.saved = this.world.saved.filter(([other]) => other !== text);
      if (saved) this.world.saved.push([text, 0]);
      return null;
    },
    look_at_search: ({ text }) => {
      this.world.saved = this.world.saved.map(([t, fresh]) => [t, t === text ? 0 : fresh]);
      return null;
    },
    filter_values: ({ filter, typed }) => {
      const names =
        filter === "by" ? this.world.people : this.world.pages.map(({ title }) => title);
      return names
        .filter((name) => name !== "" && name.toLowerCase().startsWith(typed.toLowerCase()))
        .slice(0, 6);
    },
    live_search: ({ text, shown }) => ({
      hits: this.world.live
        .filter(({ id }) => !shown.includes(id))
        .map((row) => hitOf(this.stored(row), text, "live")),
      failures: this.world.liveFailures,
    }),
    preview: ({ page, text }) => {
      const row = [...this.world.pages, ...this.world.live].find(({ id }) => id === page);
      if (row === undefined) throw new HostError({ code: "bad_request" });
      const read: BodyState =
        row.kind === "data_source"
          ? { state: "none" }
          : { state: "read", at: Date.now() - 600_000, gap: null };
      const body = this.world.bodies.get(page) ?? read;
      return previewOf(
        this.stored(row),
        text,
        body,
        this.world.blocks.get(page),
        this.world.properties.get(page),
      );
    },
    image: () => this.world.image,
    coverage: () => ({
      index: this.world.covers.index,
      meanings: this.world.hasModel ? { pages: 12, of: 18 } : null,
      connections: this.world.connections.map((connection) => ({
        connection,
        pages: Math.max(0, connection.pages - 3),
        data_sources: Math.min(3, connection.pages),
        ...this.world.limits,
        failures: this.world.failures,
        left_out: this.world.leftOut,
        left_out_count: this.world.leftOutCount ?? this.world.leftOut.length,
        partly_read: this.world.partlyRead,
      })),
    }),
    check_link: ({ text }) =>
      this.world.verdict ??
      verdictOn(
        this.world.pages.map((row) => this.stored(row)),
        this.world.connections,
        text,
      ),
    pin_page: ({ page, pinned }) => {
      for (const row of this.world.pages) if (row.id === page) row.pinned = pinned;
      return null;
    },
    pause_connection: ({ connection, paused }) => {
      this.card(connection).status = paused ? "paused" : "active";
      return null;
    },
    let_go_of_missing: ({ connection }) => {
      const card = this.card(connection);
      const gone = card.missing?.pages ?? 0;
      card.missing = null;
      return gone;
    },
    set_pace: ({ connection, pace }) => {
      this.card(connection).pace = pace;
      return null;
    },
    set_limits: ({ connection, limits }) => {
      this.card(connection).limits = limits;
      return null;
    },
    focused: () => null,
    export: ({ request: { pages } }) => {
      if (this.world.folder === null) return null;
      if (this.world.exportStopped !== undefined) {
        return { outcome: "stopped", left: this.world.exportStopped };
      }
      const count = { found: 3, listed: this.world.pages.length, chosen: 0 }[pages.are];
      return {
        outcome: "written",
        folder: `${this.world.folder}/trove-export-2026-11-28`,
        pages: pages.are === "chosen" ? pages.ids.length : count,
        without_text: 1,
        more: false,
      };
    },
    stop_export: () => {
      this.world.exportStopped ??= null;
      return null;
    },
    open_page: ({ page }) => {
      const others = this.world.openedLately.filter((id) => id !== page);
      this.world.openedLately = [page, ...others];
      return this.world.notionApp ? "as_wanted" : "in_browser_instead";
    },
    open_help: () => null,
    profile_settings: () => this.world.settings,
    set_profile_settings: ({ settings }) => {
      this.world.settings = settings;
      return null;
    },
    change_password: ({ old }) => {
      if (this.world.open) this.check(this.world.open, old);
      return null;
    },
    administration: (): Administration => ({
      profiles: this.world.profiles.map((profile, at) => ({
        profile,
        created: Date.UTC(2026, 8, 3 + at * 17, 9),
        last_used: profile.claimed ? Date.now() - at * 90_000_000 : null,
      })),
      authorizations: this.world.authorizations,
    }),
    accept_registry: () => null,
    create_profile: ({ name, role }) => {
      const profile: ProfileCard = {
        id: `p${this.world.profiles.length + 1}`,
        name,
        role,
        claimed: false,
      };
      this.world.profiles = [...this.world.profiles, profile];
      return profile;
    },
    remove_profile: ({ profile, password }) => {
      if (this.world.open) this.check(this.world.open, password);
      this.world.profiles = this.world.profiles.filter(({ id }) => id !== profile);
      return null;
    },
    remove_authorization: ({ connection, password }) => {
      if (this.world.open) this.check(this.world.open, password);
      const row = this.world.authorizations.find(({ id }) => id === connection);
      if (row !== undefined) row.status = "removal_waiting";
      return { when: "at_next_sign_in" };
    },
  };
}

/** A picture of one pixel. */
const DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";

function empty(): World {
  return {
    profiles: [],
    passwords: new Map(),
    remembered: new Set(),
    open: undefined,
    notices: [],
    // Tests read English wherever they run.
    machine: { ...DEFAULT_MACHINE_SETTINGS, language: "en" },
    desktop: plainDesktop,
    settings: { ...DEFAULT_PROFILE_SETTINGS },
    otherOrigin: null,
    linkWaiting: false,
    connecting: idle(),
    clientId: null,
    connections: [],
    authorizations: [],
    pages: [],
    texts: new Map(),
    blocks: new Map(),
    properties: new Map(),
    bodies: new Map(),
    image: { outcome: "shown", source: DOT, width: 1, height: 1 },
    covers: everythingRead,
    told: {},
    hasModel: false,
    live: [],
    liveFailures: [],
    verdict: undefined,
    failures: [],
    limits: { capped: false, page_limit: null, text_limit_megabytes: null },
    leftOut: [],
    leftOutCount: undefined,
    partlyRead: [],
    openedLately: [],
    notionApp: true,
    folder: "/home/mara/Documents",
    exportStopped: undefined,
    changed: [],
    editedByOthers: [],
    recent: [],
    saved: [],
    people: ["Ana Lima", "Ben Ode"],
    assistants: nobodyAsks,
  };
}
