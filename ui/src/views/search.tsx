//! The home view: one box, the hits for it or else every page, and the selected page's text.
//! The box has the focus and all the keys; lists and preview only show.
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { useApp } from "../app_state";
import type { OpenIn, PageKind, PageSort, SearchHit } from "../bindings";
import { locale, number } from "../format";
import { createHitSelection } from "../hit_selection";
import { createLiveSearch } from "../live_search";
import { createPageActions, type PageRef } from "../page_actions";
import { createPageSelection } from "../page_selection";
import { createPageWindows } from "../page_windows";
import { Choice } from "../parts/choice";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { HITS_ID, HitList } from "../parts/hit_list";
import { LiveNote } from "../parts/live_note";
import { LIST_ID, type ListHandle, PageList } from "../parts/page_list";
import { optionId } from "../parts/page_option";
import { PreviewPane } from "../parts/preview_pane";
import { SearchBox } from "../parts/search_box";
import { NothingFound, PagesEmpty } from "../parts/search_empty";
import { SearchFooter } from "../parts/search_footer";
import { SearchNotes } from "../parts/search_notes";
import { rowsPerPage } from "../parts/virtual_list";
import { createPreview } from "../preview_state";
import { searchKey } from "../search_keys";
import { createSearch } from "../search_state";
import { useSession } from "../session_state";
import { hasMod, isModKey } from "../shortcuts";
import { kindNames, search as words, sortNames, totalWords } from "../words/search";
import { openInPlace } from "../words/settings";

const kinds = ["all", "page", "data_source"] as const;
const sorts = Object.keys(sortNames) as PageSort[];

export function SearchView(props: { showKeys(): void }) {
  const app = useApp();
  const session = useSession();
  let input!: HTMLInputElement;
  let pane!: HTMLElement;
  let list: ListHandle | undefined;
  let hitsPerPage = () => 8;
  // Enter before the answer is there opens what the answer brings, not what it replaces.
  let opening: { other: boolean } | undefined;
  const actions = createPageActions();

  // What is asked: the text, or every page while there is none.
  const text = createMemo(() => session.typed().trim());
  const searching = () => text() !== "";
  const [insisted, setInsisted] = createSignal<string>();

  const search = createSearch(app.host, app.refused);
  const live = createLiveSearch(app.host, app.refused);
  const liveHits = createMemo((): SearchHit[] => {
    const state = live.state();
    if (state.step !== "answered") return [];
    // A page that ours found meanwhile needs no second mention.
    const ours = new Set(search.hits().map(({ id }) => id));
    return state.answer.hits.filter(({ id }) => !ours.has(id));
  });
  const hits = createMemo(() => [...search.hits(), ...liveHits()]);
  const hitSelection = createHitSelection(hits, search.question);

  const pages = createPageWindows(app.host, locale, app.refused);
  const pageSelection = createPageSelection(
    pages,
    () => list?.toTop(),
    (rows) => list?.shift(rows),
  );
  createEffect(() => pages.ask(session.question()));

  const shownIds = () => search.hits().map(({ id }) => id);
  const askNotion = () => searching() && live.ask(text(), shownIds);
  const listingFirst = () =>
    search.answer()?.covers.first_listing ??
    session.connections().some(({ last_listed, status }) => last_listed === null && status === "active");
  createEffect(
    on(text, (now) => {
      setInsisted(undefined);
      opening = undefined;
      actions.clear();
      if (now === "") {
        search.drop();
        live.drop();
        return;
      }
      search.ask(now, true);
      live.soon(now, shownIds, listingFirst);
    }),
  );
  const insist = () => {
    if ((search.answer()?.corrections.length ?? 0) === 0 || insisted() === text()) return;
    setInsisted(text());
    search.ask(text(), false);
    input.focus();
  };

  // What is selected, whichever list shows it.
  const current = createMemo((): PageRef | undefined => {
    if (searching()) return hitSelection.hit();
    const row = pages.row(pageSelection.index());
    return row && { ...row, title: row.title === "" ? [] : [{ text: row.title, marked: false }] };
  });
  const preview = createPreview(
    app.host,
    () => {
      const page = current()?.id;
      return page === undefined ? undefined : { page, text: searching() ? search.answered() : "" };
    },
    app.refused,
  );
  const pinned = () => {
    const page = current();
    const shown = preview.shown();
    const known = shown !== undefined && "preview" in shown && shown.page === page?.id;
    return page !== undefined && actions.isPinned(page.id, page.pinned ?? (known && shown.preview.hit.pinned));
  };
  const act = (body: (page: PageRef) => void) => () => {
    const page = current();
    if (page !== undefined) body(page);
  };

  app.onEvent((event) => {
    if (event.event === "pages_changed" || event.event === "index") {
      search.again();
      preview.reread();
    }
    if (event.event === "pages_changed") pages.reread();
  });

  createEffect(
    on(search.pending, (pending) => {
      const wanted = opening;
      if (pending || wanted === undefined) return;
      opening = undefined;
      if (search.answered() === text()) act((page) => actions.open(page, wanted.other))();
    }),
  );
  const open = (other: boolean) => {
    if (searching() && search.pending() && search.answered() !== text()) opening = { other };
    else act((page) => actions.open(page, other))();
  };

  const selection = {
    by: (rows: number) => select((at) => at + rows),
    to: (index: number) => select(() => index),
    all: () => (searching() ? hits().length : pages.total()),
    page: () => (searching() ? hitsPerPage() : rowsPerPage(list?.viewport() ?? 0)),
  };
  function select(to: (at: number) => number) {
    const chosen = searching() ? hitSelection : pageSelection;
    chosen.moveTo(to(chosen.index()));
    if (!searching() && pageSelection.index() >= 0) list?.show(pageSelection.index());
  }

  const [paneOpen, setPaneOpen] = createSignal(false);
  const toPreview = () => {
    if (current() === undefined) return false;
    setPaneOpen(true);
    pane.querySelector<HTMLElement>(".preview-text")?.focus();
    return true;
  };
  const toBox = () => {
    setPaneOpen(false);
    input.focus();
  };
  const clear = () => {
    session.setTyped("");
    toBox();
  };
  const pick = (index: number, event: MouseEvent) => {
    selection.to(index);
    if (hasMod(event)) open(true);
    else if (getComputedStyle(pane).display === "none") toPreview();
  };

  const onKey = (event: KeyboardEvent) => {
    opening = undefined;
    // In the preview only keys with the modifier come here, and its text may be marked.
    const inBox = event.target === input;
    const action = searchKey(event, {
      empty: input.value === "",
      atEnd: input.selectionStart === input.value.length,
      marked: inBox
        ? input.selectionStart !== input.selectionEnd
        : document.getSelection()?.isCollapsed === false,
      selected: current() !== undefined,
    });
    if (action === undefined) return;
    const done = (() => {
      switch (action.do) {
        case "move":
          return selection.by(action.rows);
        case "page":
          return selection.by(action.pages * selection.page());
        case "first":
          return selection.to(0);
        case "last":
          return selection.to(selection.all() - 1);
        case "open":
          return open(action.other);
        case "open_nth":
          if (action.index >= selection.all()) return undefined;
          selection.to(action.index);
          return open(false);
        case "copy_link":
          return act(actions.copyLink)();
        case "copy_markdown":
          return act(actions.copyMarkdown)();
        case "pin":
          return act((page) => actions.pin(page, !pinned()))();
        case "ask_notion":
          return askNotion();
        case "insist":
          return insist();
        case "preview":
          return toPreview();
        case "clear":
          return clear();
        case "keys":
          return props.showKeys();
      }
    })();
    // Tab goes its usual way where there is no preview to go to.
    if (done !== false || action.do !== "preview") event.preventDefault();
  };

  const onWindowKey = (event: KeyboardEvent) => {
    if (!isModKey(event, "f")) return;
    event.preventDefault();
    toBox();
    input.select();
  };
  onMount(() => {
    input.focus();
    window.addEventListener("keydown", onWindowKey);
    onCleanup(() => window.removeEventListener("keydown", onWindowKey));
  });

  const setKind = (kind: PageKind | null) => session.ask({ ...session.question(), kind });
  const setSort = (sort: PageSort) => session.ask({ ...session.question(), sort });
  const other = (): OpenIn => (session.settings().open_in === "browser" ? "notion_app" : "browser");
  const answer = () => (searching() ? search.answer() : undefined);
  const isPinned = (hit: SearchHit) => actions.isPinned(hit.id, hit.pinned);
  const count = () => {
    if (!searching()) return pages.shown() > 0 ? words.countOf(pages.total(), pages.known()) : "";
    const total = answer()?.total;
    return total === undefined ? "" : totalWords(total);
  };
  const nothingFound = () => {
    const found = answer();
    return found !== undefined && hits().length === 0 && live.state().step !== "asking" && found.covers;
  };

  const aside = () => {
    const { corrections = [], unknown_names = [] } = answer() ?? {};
    const instead = corrections.map((correction) => correction.instead).join(", ");
    return [
      instead === "" ? "" : words.corrected(instead),
      unknown_names.length === 0 ? "" : words.unknownNames(unknown_names),
      liveHits().length === 0 ? "" : words.foundLive(liveHits().length),
    ].join(" ");
  };
  /** How many are shown, where there are more. */
  const more = () => {
    const total = answer()?.total;
    const shown = search.hits().length;
    return total !== undefined && (total.count === "many" || total.pages > shown) ? shown : 0;
  };
  const nothingListed = () =>
    searching() ? nothingFound() !== false : pages.shown() > 0 && pages.total() === 0;

  return (
    <section class="view search" aria-label={words.title}>
      <h1 class="visually-hidden">{words.title}</h1>
      <div class="search-bar">
        <SearchBox
          typed={session.typed()}
          workspaces={session.connections().map(({ workspace }) => workspace)}
          controls={searching() ? HITS_ID : LIST_ID}
          expanded={selection.all() > 0}
          active={current() && optionId(current()?.id ?? "")}
          ref={(box) => (input = box)}
          onType={session.setTyped}
          onFocus={() => setPaneOpen(false)}
          onKey={onKey}
          onClear={clear}
        />
        <button
          type="button"
          class="button small square preview-toggle"
          aria-label={words.showPreview}
          title={words.showPreview}
          disabled={current() === undefined}
          onClick={() => toPreview()}
        >
          <Glyph name="preview" />
        </button>
        <Show when={!searching()}>
          <Choice
            label={words.kind}
            labelHidden
            options={kinds}
            name={(option) => kindNames[option]}
            value={session.question().kind ?? "all"}
            onChoose={(kind) => setKind(kind === "all" ? null : kind)}
          />
          <label class="sort">
            <span class="visually-hidden">{words.sort}</span>
            <select
              value={session.question().sort}
              onChange={(event) => setSort(event.currentTarget.value as PageSort)}
            >
              <For each={sorts}>{(option) => <option value={option}>{sortNames[option]}</option>}</For>
            </select>
            <Glyph name="chevron" />
          </label>
        </Show>
      </div>
      <SearchNotes answer={answer()} onInsist={insist} />

      <div class="search-body" classList={{ nothing: nothingListed() }}>
        <div class="results">
          <Show
            when={searching()}
            fallback={
              <>
                <PageList
                  pages={pages}
                  selection={pageSelection}
                  handle={(handle) => (list = handle)}
                  isPinned={(id) => actions.isPinned(id, false)}
                  onPress={() => input.focus()}
                  onPick={pick}
                  onOpen={() => open(false)}
                />
                <Show when={nothingListed()}>
                  <PagesEmpty known={pages.known()} showAll={() => (setKind(null), clear())} />
                </Show>
              </>
            }
          >
            <HitList
              local={search.hits()}
              live={liveHits()}
              selected={hitSelection.hit()?.id}
              question={search.question()}
              isPinned={isPinned}
              onPress={() => input.focus()}
              onPick={pick}
              onOpen={() => open(false)}
              perPage={(measure) => (hitsPerPage = measure)}
            >
              <Show when={nothingFound()}>
                {(covers) => (
                  <NothingFound
                    covers={covers()}
                    asked={live.state().step !== "idle"}
                    askNotion={() => askNotion()}
                  />
                )}
              </Show>
              <Show when={more()}>{(best) => <p class="more">{words.onlyBest(number(best()))}</p>}</Show>
              <Show when={answer()}>
                <LiveNote
                  state={live.state()}
                  found={liveHits().length}
                  offer={session.connections().length > 0 && hits().length > 0}
                  onAsk={() => askNotion()}
                  onMiss={() => session.go("coverage")}
                />
              </Show>
            </HitList>
          </Show>
        </div>
        <PreviewPane
          state={preview}
          hit={searching() ? hitSelection.hit() : undefined}
          pinned={pinned()}
          open={paneOpen()}
          place={openInPlace[session.settings().open_in]}
          actions={{
            open,
            copyLink: act(actions.copyLink),
            copyMarkdown: act(actions.copyMarkdown),
            pin: act((page) => actions.pin(page, !pinned())),
          }}
          ref={(element) => (pane = element)}
          onModKey={onKey}
          onBack={toBox}
        />
      </div>

      <Show when={searching() ? search.error() : pages.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <Show when={actions.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <SearchFooter
        count={count()}
        aside={aside()}
        tookMicroseconds={answer()?.took_us}
        index={search.answer()?.covers.index}
        selected={current() !== undefined}
        other={other()}
        showKeys={props.showKeys}
      />
    </section>
  );
}
