//! What is there before a letter is typed: pages at hand, what others changed, saved searches.
//! It lives as long as the session, so that coming back shows it at once, and is gone at lock.
//! Not which of it is selected, and not how it is drawn.
import { throttle } from "@solid-primitives/scheduled";
import { batch, createMemo, createSignal, untrack } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Accessor } from "solid-js";
import type { Home, PageRow, SavedSearch } from "../core/bindings";
import { asHostError } from "../core/commands";
import type { AppState } from "../state/app_state";

/** Changes that stream in are read again at most this often. */
const AGAIN_EVERY = 1000;

export type HomeRow =
  | { id: string; is: "page"; page: PageRow; by: string | null }
  | { id: string; is: "search"; search: SavedSearch }
  /** The way to every page. */
  | { id: string; is: "everything" };

type SectionName = "pinned" | "changed" | "saved" | "opened" | "edited" | "everything";

export interface HomeSection {
  name: SectionName;
  rows: HomeRow[];
}

export interface HomeState {
  /** Undefined until it was read once. */
  home: Accessor<Home | undefined>;
  saved: Accessor<readonly SavedSearch[]>;
  /** Searches made lately, the last first. */
  recent: Accessor<readonly string[]>;
  sections: Accessor<HomeSection[]>;
  /** Something changed: what is shown is read again. */
  reread(): void;
  /** Other than `reread`, at once: the person just did something. */
  refresh(): Promise<void>;
  isSaved(text: string): boolean;
  /** Something is at hand. Where nothing is, every page is shown instead; decided when the person
   *  comes, so that the first page they open changes nothing under their hands. */
  hasAny: Accessor<boolean>;
  /** The person comes to it anew. */
  enter(): void;
}

export function createHomeState(app: AppState): HomeState {
  const [known, setKnown] = createStore<{ home: Home | undefined }>({ home: undefined });
  const [saved, setSaved] = createSignal<SavedSearch[]>([]);
  const [recent, setRecent] = createSignal<string[]>([]);
  const [hasAny, setHasAny] = createSignal(true);
  const shown = createMemo(() => sections(known.home, saved()));
  const enter = () => untrack(() => known.home !== undefined && setHasAny(shown().length > 1));

  const read = async () => {
    try {
      const [home, searches] = await Promise.all([
        app.host.call("home", {}),
        app.host.call("searches", {}),
      ]);
      const first = untrack(() => known.home === undefined);
      batch(() => {
        setKnown("home", reconcile(home, { key: "id" }));
        setSaved(searches.saved);
        setRecent(searches.recent);
        if (first) enter();
      });
    } catch (refused) {
      app.refused(asHostError(refused));
    }
  };

  return {
    home: () => known.home,
    saved,
    recent,
    sections: shown,
    reread: throttle(() => void read(), AGAIN_EVERY),
    refresh: read,
    hasAny,
    enter,
    isSaved: (text) => saved().some((search) => search.text === text),
  };
}

function sections(home: Home | undefined, saved: readonly SavedSearch[]): HomeSection[] {
  const page = (row: PageRow, by: string | null = null): HomeRow => ({
    id: `page-${row.id}`,
    is: "page",
    page: row,
    by,
  });
  const searches = saved.map((search): HomeRow => ({
    id: `saved-${search.text}`,
    is: "search",
    search,
  }));
  const all: HomeSection[] = [
    { name: "pinned", rows: home?.pinned.map((row) => page(row)) ?? [] },
    { name: "changed", rows: home?.changed.pages.map(({ row, by }) => page(row, by)) ?? [] },
    { name: "saved", rows: searches },
    { name: "opened", rows: home?.opened.map((row) => page(row)) ?? [] },
    { name: "edited", rows: home?.edited.map(({ row, by }) => page(row, by)) ?? [] },
    { name: "everything", rows: [{ id: "everything", is: "everything" }] },
  ];
  // Changes of pinned pages are told, and the pages stand where they are looked for.
  const told = (name: SectionName) => name === "changed" && (home?.changed.total ?? 0) > 0;
  return all.filter(({ name, rows }) => rows.length > 0 || told(name));
}
