//! The home view: one box, the hits for it or else every page, and the selected page's text.
//! The box has the focus and all the keys; lists and preview only show.
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import { useApp } from "../state/app_state";
import type { OpenIn } from "../core/bindings";
import { locale, number } from "../words/format";
import { createHits } from "./hits_state";
import { createPageActions, type PageRef } from "./page_actions";
import { createPageSelection } from "./page_selection";
import { createPageWindows } from "./page_windows";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { HITS_ID, HitList } from "./hit_list";
import { ListChoices } from "./list_choices";
import { LiveNote } from "./live_note";
import { LIST_ID, type ListHandle, PageList } from "./page_list";
import { optionId } from "./page_option";
import { PreviewPane } from "../preview/preview_pane";
import { SearchBox } from "./search_box";
import { NothingFound, PagesEmpty } from "./search_empty";
import { SearchFooter } from "./search_footer";
import { SearchNotes } from "./search_notes";
import { rowsPerPage } from "./virtual_list";
import { createPreview } from "../preview/preview_state";
import { searchKey } from "./search_keys";
import { useSession } from "../state/session_state";
import { hasMod, isModKey } from "../input/shortcuts";
import { search as words, totalWords } from "../words/search";
import { openInPlace } from "../words/settings";

export function SearchView(props: { showKeys(): void }) {
  const app = useApp();
  const session = useSession();
  let input!: HTMLInputElement;
  let pane!: HTMLElement;
  let list: ListHandle | undefined;
  let hitsPerPage = () => 8;
  // A key that opens before the answer is there opens what the answer brings, not what it
  // replaces.
  let opening: { nth: number; other: boolean } | undefined;
  const actions = createPageActions();

  const hits = createHits(app, session);
  const pages = createPageWindows(app.host, locale, app.refused);
  const pageSelection = createPageSelection(
    pages,
    () => list?.toTop(),
    (rows) => list?.shift(rows),
  );
  createEffect(() => pages.ask(session.question()));

  createEffect(
    on(hits.text, () => {
      opening = undefined;
      actions.clear();
    }),
  );

  // What is selected, whichever list shows it.
  const current = createMemo((): PageRef | undefined => {
    if (hits.shown()) return hits.selection.hit();
    const row = pages.row(pageSelection.index());
    return row && { ...row, title: row.title === "" ? [] : [{ text: row.title, marked: false }] };
  });
  const preview = createPreview(
    app.host,
    () => {
      const page = current()?.id;
      if (page === undefined) return undefined;
      return hits.shown()
        ? { page, text: hits.answered(), correct: hits.corrects() }
        : { page, text: "", correct: true };
    },
    app.refused,
  );
  const pinned = () => {
    const page = current();
    return page !== undefined && actions.isPinned(page);
  };
  const act = (body: (page: PageRef) => void) => () => {
    const page = current();
    if (page !== undefined) body(page);
  };

  app.onEvent((event) => {
    if (event.event === "pages_changed" || event.event === "index") {
      hits.again();
      preview.reread();
    }
    if (event.event === "pages_changed") pages.reread();
  });

  createEffect(
    on(hits.behind, (behind) => {
      const wanted = opening;
      if (behind || wanted === undefined) return;
      opening = undefined;
      // Where there was no answer, nothing is opened either.
      if (hits.answered() === hits.text()) openNth(wanted.nth, wanted.other);
    }),
  );
  const open = (other: boolean) => {
    if (hits.behind()) opening = { nth: 0, other };
    else act((page) => actions.open(page, other))();
  };
  const openNth = (nth: number, other: boolean) => {
    if (hits.behind()) opening = { nth, other };
    else if (nth < selection.all()) {
      selection.to(nth);
      act((page) => actions.open(page, other))();
    }
  };

  const selection = {
    by: (rows: number) => select((at) => at + rows),
    to: (index: number) => select(() => index),
    all: () => (hits.shown() ? hits.all().length : pages.total()),
    page: () => (hits.shown() ? hitsPerPage() : rowsPerPage(list?.viewport() ?? 0)),
  };
  function select(to: (at: number) => number) {
    const chosen = hits.shown() ? hits.selection : pageSelection;
    chosen.moveTo(to(chosen.index()));
    if (!hits.shown() && pageSelection.index() >= 0) list?.show(pageSelection.index());
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
          return openNth(action.index, false);
        case "copy_link":
          return act(actions.copyLink)();
        case "copy_markdown":
          return act(actions.copyMarkdown)();
        case "pin":
          return act((page) => actions.pin(page, !pinned()))();
        case "ask_notion":
          return hits.askNotion();
        case "insist":
          return hits.insist();
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

  const other = (): OpenIn => (session.settings().open_in === "browser" ? "notion_app" : "browser");
  const count = () => {
    if (!hits.shown()) return pages.shown() > 0 ? words.countOf(pages.total(), pages.known()) : "";
    const total = hits.answer()?.total;
    return total === undefined ? "" : totalWords(total);
  };
  const nothingFound = () => {
    const answer = hits.answer();
    const asking = hits.liveState().step === "asking";
    return answer !== undefined && hits.all().length === 0 && !asking && answer.covers;
  };

  const aside = () => {
    const { corrections = [], unknown_names = [] } = hits.answer() ?? {};
    const instead = corrections.map((correction) => correction.instead).join(", ");
    return [
      instead === "" ? "" : words.corrected(instead),
      unknown_names.length === 0 ? "" : words.unknownNames(unknown_names),
      hits.live().length === 0 ? "" : words.foundLive(hits.live().length),
    ].join(" ");
  };
  const nothingListed = () =>
    hits.shown() ? nothingFound() !== false : pages.shown() > 0 && pages.total() === 0;

  return (
    <section
      class="view search"
      classList={{ "one-workspace": session.connections().length < 2 }}
      aria-label={words.title}
    >
      <h1 class="visually-hidden">{words.title}</h1>
      <div class="search-bar">
        <SearchBox
          typed={session.typed()}
          workspaces={session.connections().map(({ workspace }) => workspace)}
          controls={hits.shown() ? HITS_ID : LIST_ID}
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
        <Show when={hits.text() === ""}>
          <ListChoices />
        </Show>
      </div>
      <SearchNotes
        answer={hits.answer()}
        onInsist={() => {
          hits.insist();
          input.focus();
        }}
      />

      <div class="search-body" classList={{ nothing: nothingListed() }}>
        <div class="results" aria-busy={hits.behind()}>
          <Show
            when={hits.shown()}
            fallback={
              <>
                <PageList
                  pages={pages}
                  selection={pageSelection}
                  handle={(handle) => {
                    list = handle;
                    // Back from the hits, the page that was selected is on screen again.
                    if (pageSelection.index() > 0) handle.show(pageSelection.index());
                  }}
                  isPinned={actions.isPinned}
                  onPress={() => input.focus()}
                  onPick={pick}
                  onOpen={() => open(false)}
                />
                <Show when={nothingListed()}>
                  <PagesEmpty
                    known={pages.known()}
                    showAll={() => session.ask({ ...session.question(), kind: null })}
                  />
                </Show>
              </>
            }
          >
            <HitList
              local={hits.local()}
              live={hits.live()}
              selected={hits.selection.hit()?.id}
              question={hits.question()}
              isPinned={actions.isPinned}
              onPress={() => input.focus()}
              onPick={pick}
              onOpen={() => open(false)}
              perPage={(measure) => (hitsPerPage = measure)}
            >
              <Show when={nothingFound()}>
                {(covers) => (
                  <NothingFound
                    covers={covers()}
                    asked={hits.liveState().step !== "idle"}
                    askNotion={hits.askNotion}
                  />
                )}
              </Show>
              <Show when={hits.cutAt()}>
                {(best) => <p class="more">{words.onlyBest(number(best()))}</p>}
              </Show>
              <LiveNote
                state={hits.liveState()}
                found={hits.live().length}
                offer={session.connections().length > 0 && hits.all().length > 0}
                onAsk={hits.askNotion}
                onMiss={() => session.go("coverage")}
              />
            </HitList>
          </Show>
        </div>
        <PreviewPane
          state={preview}
          hit={hits.shown() ? hits.selection.hit() : undefined}
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

      <Show when={hits.text() === "" ? pages.error() : hits.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <Show when={actions.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <SearchFooter
        count={count()}
        aside={aside()}
        tookMicroseconds={hits.answer()?.took_us}
        index={hits.answer()?.covers.index}
        selected={current() !== undefined}
        other={other()}
        showKeys={props.showKeys}
      />
    </section>
  );
}
