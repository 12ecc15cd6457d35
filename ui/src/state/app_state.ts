//! What the window knows whether or not anyone is signed in: profiles, session, settings of
//! the computer, and the event stream. What only a signed-in person sees is `session_state.ts`.
import { createContext, createSignal, onCleanup, useContext } from "solid-js";
import type { Accessor } from "solid-js";
import { DEFAULT_MACHINE_SETTINGS } from "../core/bindings";
import type { Event, MachineSettings, Session, Start } from "../core/bindings";
import { asHostError, type Host, HostError } from "../core/commands";
import { zoomed, type ZoomStep } from "../input/zoom";
import { describe } from "../words/errors";
import { languageOf, speakLanguage, type Spoken } from "../words/language";
import { shell as words } from "../words/shell";
import type { View } from "./navigation";

export interface AppState {
  host: Host;
  start: Accessor<Start | undefined>;
  session: Accessor<Session | undefined>;
  /** What was asked for while nobody was signed in, and by whom. */
  asked: Accessor<Asked | undefined>;
  machine: Accessor<MachineSettings>;
  /** The language of the words; what is drawn is drawn anew with it. */
  spoken: Accessor<Spoken>;
  /** A short sentence about what just happened, read out politely. */
  said: Accessor<string>;

  /** Reads what the first screen needs, again after each lock. */
  load(): Promise<void>;
  signedIn(session: Session): void;
  /** Empties the window and shows the sign-in screen, remembering where they were. */
  lockedAt(view: View | undefined): void;
  /** Forgets where they were: signing in leads to the search, with this in its box. */
  wantSearch(text?: string): void;
  /** What the box begins with, for the first that asks. */
  takeWanted(): string;
  /** One change after the other, each on what the one before has left. */
  setMachine(change: (now: MachineSettings) => MachineSettings): Promise<void>;
  /** Draws the window one step larger or smaller, and remembers it. */
  zoom(step: ZoomStep): void;
  say(text: string): void;
  /** Passes `locked` on to the sign-in screen; anything else is the caller's to show. */
  refused(error: HostError): void;
  onEvent(listener: (event: Event) => void): void;
}

interface Asked {
  view: View;
  profile: string;
}

export function createAppState(host: Host): AppState {
  const [start, setStart] = createSignal<Start>();
  const [session, setSession] = createSignal<Session>();
  const [asked, setAsked] = createSignal<Asked>();
  const [machine, setMachine] = createSignal<MachineSettings>(DEFAULT_MACHINE_SETTINGS);
  const [spoken, setSpoken] = createSignal<Spoken>("en");
  const [said, setSaid] = createSignal("", { equals: false });
  /** What the last step led to: several follow faster than they are remembered. */
  let wanted = 100;
  /** What the box begins with after signing in: what was asked for before it. */
  let wantedText = "";
  let changing: Promise<void> = Promise.resolve();
  const listeners = new Set<(event: Event) => void>();

  /** Kept by the core first, then shown. */
  async function keepMachine(change: (now: MachineSettings) => MachineSettings) {
    const settings = change(machine());
    await host.call("set_machine_settings", { settings });
    const other = settings.language !== machine().language;
    setMachine(settings);
    if (!other) return;
    const open = session();
    // Everything is drawn anew, and the person is still where they chose it.
    if (open !== undefined) setAsked({ view: "settings", profile: open.profile.id });
    await speakAs(settings);
  }

  const state: AppState = {
    host,
    start,
    session,
    asked,
    machine,
    spoken,
    said,
    async load() {
      const answer = await host.call("start", {});
      setMachine(answer.machine);
      wanted = answer.machine.zoom_percent;
      await speakAs(answer.machine);
      setStart(answer);
      if (answer.session !== null) setSession(answer.session);
    },
    signedIn(opened) {
      // Where another profile was is nobody else's business.
      if (asked()?.profile !== opened.profile.id) setAsked(undefined);
      setSession(opened);
    },
    lockedAt(view) {
      const open = session();
      if (open === undefined) return;
      setAsked(view === undefined ? undefined : { view, profile: open.profile.id });
      setSession(undefined);
      setSaid("");
      void state.load();
    },
    wantSearch(text = "") {
      setAsked(undefined);
      wantedText = text;
    },
    takeWanted() {
      const text = wantedText;
      wantedText = "";
      return text;
    },
    async setMachine(change) {
      const before = changing;
      let ended = () => {};
      changing = new Promise((resolve) => (ended = resolve));
      await before;
      try {
        await keepMachine(change);
      } finally {
        ended();
      }
    },
    zoom(step) {
      const percent = zoomed(wanted, step);
      wanted = percent;
      state
        .setMachine((now) => ({ ...now, zoom_percent: percent }))
        .then(() => setSaid(words.zoomed(percent)))
        .catch((refused) => setSaid(describe(asHostError(refused).reason).text));
    },
    say: setSaid,
    refused(error) {
      if (error.reason.code === "locked") forward({ event: "locked" });
    },
    onEvent(listener) {
      listeners.add(listener);
      onCleanup(() => listeners.delete(listener));
    },
  };

  async function speakAs({ language }: MachineSettings) {
    const wanted = languageOf(language, navigator.languages);
    await speakLanguage(wanted, navigator.languages);
    setSpoken(wanted);
  }

  function forward(event: Event) {
    if (event.event === "link_waiting") {
      setStart((known) => known && { ...known, link_waiting: true });
    }
    for (const listener of [...listeners]) listener(event);
    // The view that is open hears it first and says where it was.
    if (event.event === "locked") state.lockedAt(undefined);
  }

  void host.watch(forward);
  return state;
}

export const AppContext = createContext<AppState>();

export function useApp(): AppState {
  const state = useContext(AppContext);
  if (state === undefined) throw new Error("no AppContext above this component");
  return state;
}
