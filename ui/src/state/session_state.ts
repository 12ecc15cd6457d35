//! What a signed-in person sees: their connections, the sign-in at Notion, their settings.
//! It lives inside the signed-in part of the window and is gone with it on lock.
import { createContext, createMemo, createSignal, untrack, useContext } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Accessor } from "solid-js";
import type {
  ConnectionCard,
  ConnectState,
  IndexState,
  Notice,
  ProfileSettings,
  SearchSort,
  Session,
} from "../core/bindings";
import type { AppState } from "./app_state";
import { DEFAULT_PROFILE_SETTINGS } from "../core/bindings";
import { createMenuActions, type MenuActions } from "./menu_actions";
import { landing, type View } from "./navigation";
import { createHomeState, type HomeState } from "../search/home_state";
import type { Question } from "../search/page_windows";

export interface SessionState {
  session: Session;
  view: Accessor<View | undefined>;
  go(view: View): void;
  connections: Accessor<ConnectionCard[]>;
  /** The colour of a workspace, as a number: those that were connected first have the first. */
  hueOf(workspace: string): number | undefined;
  connecting: Accessor<ConnectState>;
  settings: Accessor<ProfileSettings>;
  setSettings(settings: ProfileSettings): Promise<void>;
  /** What stands in the search box, kept while other views are open. */
  typed: Accessor<string>;
  setTyped(text: string): void;
  /** Filters of it that stand as chips beside the box, as typed. */
  chips: Accessor<readonly string[]>;
  setChips(chips: readonly string[]): void;
  hitSort: Accessor<SearchSort>;
  sortHits(sort: SearchSort): void;
  /** What an empty box shows, unless every page was asked for. */
  home: HomeState;
  everything: Accessor<boolean>;
  showEverything(shown: boolean): void;
  /** Which pages the list of all pages has, and in which order. */
  question: Accessor<Question>;
  ask(question: Question): void;
  /** As last told; undefined until something was. */
  index: Accessor<IndexState | undefined>;
  notices: Accessor<Notice[]>;
  dismiss(notice: Notice): void;
  /** What the menu of actions lists. */
  actions: MenuActions;
  readConnections(): Promise<void>;
  readConnecting(): Promise<void>;
}

/** So many colours can be told apart, in both themes. */
const HUES = 6;

export function createSessionState(app: AppState, session: Session): SessionState {
  const [view, setView] = createSignal<View>();
  // A card that changes stays the same card, so that focus on its buttons stays too.
  const [known, setKnown] = createStore<{ connections: ConnectionCard[] }>({ connections: [] });
  const setConnections = (cards: ConnectionCard[]) =>
    setKnown("connections", reconcile(cards, { key: "id" }));
  const hues = createMemo(() => {
    const oldest = [...known.connections].sort((a, b) => a.created - b.created);
    const names = [...new Set(oldest.map(({ workspace }) => workspace))];
    return new Map(names.map((name, at) => [name, at % HUES]));
  });
  const [connecting, setConnecting] = createSignal<ConnectState>(nothing);
  const [settings, setSettings] = createSignal<ProfileSettings>(DEFAULT_PROFILE_SETTINGS);
  const [question, setQuestion] = createSignal<Question>({
    kind: null,
    sort: "edited_newest",
    under: null,
  });
  const [typed, setTyped] = createSignal(app.takeWanted());
  const [chips, setChips] = createSignal<readonly string[]>([]);
  const shownChips = createMemo(() => chips().filter((chip) => typed().includes(chip)));
  const [hitSort, sortHits] = createSignal<SearchSort>("relevance");
  const [everything, showEverything] = createSignal(false);
  const [index, setIndex] = createSignal<IndexState>();
  const [notices, setNotices] = createSignal(session.notices);
  const asked = app.asked()?.view;
  // An event overtakes a reply that was asked for before it, and is the newer of the two.
  const told = { connections: 0, connecting: 0 };

  const state: SessionState = {
    session,
    view,
    go: setView,
    connections: () => known.connections,
    hueOf: (workspace) => hues().get(workspace),
    connecting,
    settings,
    async setSettings(chosen) {
      await app.host.call("set_profile_settings", { settings: chosen });
      setSettings(chosen);
    },
    typed,
    setTyped,
    chips: shownChips,
    setChips,
    hitSort,
    sortHits,
    home: createHomeState(app),
    everything,
    showEverything,
    question,
    ask: setQuestion,
    index,
    notices,
    dismiss: (notice) => setNotices((all) => all.filter((other) => other !== notice)),
    actions: createMenuActions(),
    async readConnections() {
      const before = told.connections;
      const answer = await app.host.call("connections", {});
      if (told.connections === before) setConnections(answer);
    },
    async readConnecting() {
      const before = told.connecting;
      const answer = await app.host.call("connect_state", {});
      if (told.connecting === before) setConnecting(answer);
    },
  };

  app.onEvent((event) => {
    switch (event.event) {
      case "locked":
        app.lockedAt(untrack(view));
        break;
      case "connections":
        told.connections += 1;
        setConnections(event.data);
        break;
      case "connect":
        told.connecting += 1;
        setConnecting(event.data);
        // An answer from Notion is never missed behind another view.
        if (untrack(view) !== undefined && interrupts(event.data)) setView("connect");
        break;
      case "index":
        setIndex(event.data);
        break;
      case "link_waiting":
      case "summoned":
      case "asked_for":
      case "exporting":
      case "access_request":
      case "pages_changed":
        break;
    }
  });

  void (async () => {
    const reads = await Promise.allSettled([
      state.readConnections(),
      state.readConnecting(),
      app.host.call("profile_settings", {}).then(setSettings),
    ]);
    for (const read of reads) {
      if (read.status === "rejected") app.refused(read.reason);
    }
    const step = untrack(connecting);
    const first = landing(asked, session.profile.role, step, state.connections());
    setView((open) => open ?? first);
  })();

  return state;
}

export const SessionContext = createContext<SessionState>();

export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === undefined) throw new Error("no SessionContext above this component");
  return state;
}

function interrupts(state: ConnectState): boolean {
  return state.step === "exchanging" || state.step === "confirming" || state.step === "failed";
}

const nothing: ConnectState = { step: "idle", client_id: null, redirects: [] };
