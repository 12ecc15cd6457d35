//! Everything that what is typed finds: our hits, what Notion adds to them, which is selected.
//! Not the list of all pages, and not how any of it is drawn.
import { createEffect, createMemo, createSignal, on } from "solid-js";
import type { Accessor } from "solid-js";
import type { AppState } from "../state/app_state";
import type { SearchAnswer, SearchHit, Total } from "../core/bindings";
import { withoutHalfFilter } from "./filter_completion";
import { createRowSelection, type RowSelection } from "./row_selection";
import { createLiveSearch, type LiveState } from "./live_search";
import { createSearch, type Search } from "./search_state";
import type { SessionState } from "../state/session_state";

export interface Hits {
  /** What is asked; empty while nothing is. */
  text: Accessor<string>;
  /** Whether hits are shown: until the first answer is there, what was shown stays. */
  shown: Accessor<boolean>;
  /** Ours, best first. */
  local: Accessor<SearchHit[]>;
  /** Near in meaning, without what is typed. */
  similar: Accessor<SearchHit[]>;
  /** What Notion found beyond them. */
  live: Accessor<SearchHit[]>;
  all: Accessor<SearchHit[]>;
  answer: Accessor<SearchAnswer | undefined>;
  answered: Search["answered"];
  corrects: Search["corrects"];
  question: Search["question"];
  error: Search["error"];
  liveState: Accessor<LiveState>;
  selection: RowSelection<SearchHit>;
  /** The answer on screen is not yet that to what is typed. */
  behind: Accessor<boolean>;
  /** How many of ours are shown, where there are more; else 0. */
  cutAt: Accessor<number>;
  again(): void;
  askNotion(): void;
  /** No word of it is replaced, until it changes. */
  insist(): void;
}

export function createHits(app: AppState, session: SessionState): Hits {
  const text = createMemo(() => withoutHalfFilter(session.typed()).trim());
  const [insisted, setInsisted] = createSignal<string>();
  const search = createSearch(app.host, app.refused);
  const live = createLiveSearch(app.host, app.refused);

  const similar = () => search.answer()?.similar ?? [];
  const ours = () => [...search.hits(), ...similar()];
  const shownIds = () => ours().map(({ id }) => id);
  const liveHits = createMemo((): SearchHit[] => {
    const state = live.state();
    if (state.step !== "answered") return [];
    // A page that ours found meanwhile needs no second mention.
    const known = new Set(shownIds());
    return state.answer.hits.filter(({ id }) => !known.has(id));
  });
  const all = createMemo(() => [...ours(), ...liveHits()]);

  const selection = createRowSelection(() => all(), search.question);

  const corrects = () => insisted() !== text();
  const listingFirst = () =>
    search.answer()?.covers.first_listing ??
    session
      .connections()
      .some(({ last_listed, status }) => last_listed === null && status === "active");

  createEffect(
    on(session.hitSort, (sort) => text() !== "" && search.ask(text(), corrects(), sort), {
      defer: true,
    }),
  );
  createEffect(
    on(text, (now) => {
      setInsisted(undefined);
      if (now === "") {
        search.drop();
        live.drop();
      } else {
        search.ask(now, true, session.hitSort());
        live.soon(now, shownIds, listingFirst);
      }
    }),
  );

  return {
    text,
    shown: () => text() !== "" && search.answer() !== undefined,
    local: search.hits,
    similar,
    live: liveHits,
    all: () => all(),
    answer: () => (text() === "" ? undefined : search.answer()),
    answered: search.answered,
    corrects: search.corrects,
    question: search.question,
    error: search.error,
    liveState: live.state,
    selection,
    behind: () => text() !== "" && search.pending() && search.answered() !== text(),
    cutAt() {
      const shown = search.hits().length;
      return isMore(search.answer()?.total, shown) ? shown : 0;
    },
    again: search.again,
    askNotion() {
      if (text() !== "") live.ask(text(), shownIds);
    },
    insist() {
      const corrected = (search.answer()?.corrections.length ?? 0) > 0;
      if (!corrected || insisted() === text()) return;
      setInsisted(text());
      search.ask(text(), false, session.hitSort());
    },
  };
}

function isMore(total: Total | undefined, shown: number): boolean {
  return total !== undefined && (total.count === "many" || total.pages > shown);
}
