//! Whichever list is shown, as one: the hits for what is typed, what is at hand, or every page.
//! What is selected in it, how the keys move in it, how many it has. Not how any of it is drawn.
import { createEffect, createMemo, on } from "solid-js";
import type { Accessor } from "solid-js";
import type { Covers } from "../core/bindings";
import type { AppState } from "../state/app_state";
import type { SessionState } from "../state/session_state";
import { collation } from "../words/format";
import { countWords, search as words, totalWords, unknownNamesWords } from "../words/search";
import { createHits, type Hits } from "./hits_state";
import type { PageRef } from "./page_actions";
import type { HomeRow } from "./home_state";
import type { ListHandle } from "./page_list";
import { optionId } from "./page_option";
import { createPageSelection, type PageSelection } from "./page_selection";
import { createPageWindows, type PageWindows } from "./page_windows";
import { createRowSelection, type RowSelection } from "./row_selection";
import { createSeveral, type Several } from "./several";
import { rowsPerPage } from "./virtual_list";

/** Until a list has been drawn and measured. */
const HITS_PER_PAGE = 8;

export interface Results {
  /** Which of the lists is shown. */
  shows: Accessor<"hits" | "home" | "everything">;
  hits: Hits;
  home: RowSelection<HomeRow>;
  pages: PageWindows;
  pageSelection: PageSelection;
  current: Accessor<PageRef | undefined>;
  several: Several;
  /** What is acted on: those selected together, else the one the keys are at. */
  chosen: Accessor<readonly PageRef[]>;
  /** Moves, and selects what lies between. */
  extend(move: () => void): void;
  /** Answers whether all of the list can be selected. */
  selectAll(): boolean;
  /** The id of the option that is selected. */
  active: Accessor<string | undefined>;
  length: Accessor<number>;
  moveTo(index: number): void;
  moveBy(rows: number): void;
  moveByPages(pages: number): void;
  /** The list of all pages was drawn, and can be scrolled by this. */
  listDrawn(handle: ListHandle): void;
  /** The hits were drawn, and so many of them are one screen. */
  hitsDrawn(perPage: () => number): void;
  /** How many, in words; empty while that is unknown. */
  count: Accessor<string>;
  /** What else is worth reading out. */
  aside: Accessor<string>;
  /** What was searched, where nothing was found and nobody is being asked. */
  nothingFound: Accessor<Covers | undefined>;
  nothingShown: Accessor<boolean>;
}

export function createResults(app: AppState, session: SessionState): Results {
  let list: ListHandle | undefined;
  let hitsPerPage = () => HITS_PER_PAGE;
  const hits = createHits(app, session);
  const pages = createPageWindows(app.host, collation, app.refused);
  const pageSelection = createPageSelection(
    pages,
    () => list?.toTop(),
    (rows) => list?.shift(rows),
  );
  createEffect(() => pages.ask(session.question()));
  let homeIsStale = false;
  const rereadHome = () => {
    homeIsStale = false;
    session.home.reread();
  };
  app.onEvent((event) => {
    if (event.event === "pages_changed" || event.event === "index") hits.again();
    if (event.event !== "pages_changed") return;
    pages.reread();
    homeIsStale = true;
    // Behind hits nobody sees it, and typing has the core to itself.
    if (!hits.shown()) rereadHome();
  });
  const shows = () =>
    hits.shown() ? "hits" : session.everything() || !session.home.hasAny() ? "everything" : "home";
  createEffect(
    on(hits.shown, (shown) => {
      if (shown) return;
      session.home.enter();
      if (homeIsStale) rereadHome();
    }),
  );
  const homeRows = createMemo(() => session.home.sections().flatMap(({ rows }) => rows));
  const home = createRowSelection(() => homeRows(), hits.question);

  const length = () => {
    if (hits.shown()) return hits.all().length;
    return shows() === "home" ? homeRows().length : pages.total();
  };
  const pageAt = (at: number): PageRef | undefined => {
    if (hits.shown()) return hits.all()[at];
    const atHand = homeRows()[at];
    const row =
      shows() === "everything" ? pages.row(at) : atHand?.is === "page" ? atHand.page : undefined;
    return row && { ...row, title: row.title === "" ? [] : [{ text: row.title, marked: false }] };
  };
  const index = () => {
    if (hits.shown()) return hits.selection.index();
    return shows() === "home" ? home.index() : pageSelection.index();
  };
  const current = createMemo((): PageRef | undefined => pageAt(index()));
  const several = createSeveral({
    length,
    index,
    page: pageAt,
    indexOf(id) {
      if (shows() === "everything") return pages.indexOf(id);
      const at = hits.shown()
        ? hits.all().findIndex((hit) => hit.id === id)
        : homeRows().findIndex((row) => row.is === "page" && row.page.id === id);
      return at < 0 ? undefined : at;
    },
  });
  createEffect(on([hits.question, shows], () => several.clear(), { defer: true }));

  let extending = false;
  const move = (to: (at: number) => number) => {
    if (!extending) several.clear();
    if (hits.shown()) {
      hits.selection.moveTo(to(hits.selection.index()));
      return;
    }
    if (shows() === "home") {
      home.moveTo(to(home.index()));
      return;
    }
    pageSelection.moveTo(to(pageSelection.index()));
    if (pageSelection.index() >= 0) list?.show(pageSelection.index());
  };
  const moveBy = (rows: number) => move((at) => at + rows);
  const perPage = () =>
    shows() === "everything" ? rowsPerPage(list?.viewport() ?? 0) : hitsPerPage();

  // Before a letter is typed the footer tells how many there are in all.
  const shownPages = () => (shows() === "home" ? pages.known() : pages.total());

  const nothingFound = () => {
    const asking = hits.liveState().step === "asking";
    return hits.all().length > 0 || asking ? undefined : hits.answer()?.covers;
  };

  return {
    shows,
    hits,
    home,
    pages,
    pageSelection,
    current: () => current(),
    several,
    chosen() {
      const page = current();
      const together = several.pages();
      return together.length > 0 ? together : page === undefined ? [] : [page];
    },
    extend(move) {
      several.begin();
      extending = true;
      move();
      extending = false;
    },
    selectAll() {
      // Of the list of every page only what was looked at is here.
      if (shows() === "everything" || length() < 2) return false;
      several.all();
      return true;
    },
    active() {
      const page = current();
      return shows() === "home" ? home.id() : page && optionId(page.id);
    },
    length,
    moveTo: (index) => move(() => index),
    moveBy,
    moveByPages: (count) => moveBy(count * perPage()),
    listDrawn(handle) {
      list = handle;
      // Back from the hits, the page that was selected is on screen again.
      if (pageSelection.index() > 0) handle.show(pageSelection.index());
    },
    hitsDrawn: (measure) => (hitsPerPage = measure),
    count() {
      const together = several.pages().length;
      if (together > 0) return words.selected(together);
      if (!hits.shown()) return pages.shown() > 0 ? countWords(shownPages(), pages.known()) : "";
      const total = hits.answer()?.total;
      return total === undefined ? "" : totalWords(total);
    },
    aside: () => asideOf(hits),
    nothingFound,
    nothingShown: () =>
      hits.shown() ? nothingFound() !== undefined : pages.shown() > 0 && shownPages() === 0,
  };
}

function asideOf(hits: Hits): string {
  const { corrections = [], unknown_names = [] } = hits.answer() ?? {};
  const instead = corrections.map((correction) => correction.instead).join(", ");
  return [
    instead === "" ? "" : words.corrected(instead),
    unknown_names.length === 0 ? "" : unknownNamesWords(unknown_names),
    hits.live().length === 0 ? "" : words.foundLive(hits.live().length),
  ].join(" ");
}
