//! The home view: one box; the hits for what is typed, what is at hand, or every page; and the
//! selected page's text. The box has the focus and all the keys; lists and preview only show.
import {
  createEffect,
  createMemo,
  createSignal,
  lazy,
  on,
  onMount,
  Show,
  Suspense,
} from "solid-js";
import type { OpenIn } from "../core/bindings";
import { hasMod } from "../input/shortcuts";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { plainTitle } from "../parts/page_face";
import { PageBlocks, type PaneActions, PreviewPane } from "../preview/preview_pane";
import { createPreview } from "../preview/preview_state";
import { useApp } from "../state/app_state";
import { useSession } from "../state/session_state";
import { collation } from "../words/format";
import { search as words } from "../words/search";
import { openInPlace } from "../words/shell";
import { wholeFilters, withChips, withoutChips } from "./filter_chips";
import { HITS_ID } from "./hit_list";
import { HOME_ID } from "./home_list";
import { HitChoices, ListChoices } from "./list_choices";
import { createKeptSearches } from "./kept_searches";
import { createOpening } from "./opening";
import type { Shown } from "./exportable";
import { createPageActions, type PageRef, type Pages } from "./page_actions";
import { pageActions } from "./menu";
import { LIST_ID } from "./page_list";
import { createPaneWidths, PaneDivider } from "./pane_divider";
import { createPerformer } from "./perform";
import { ResultList } from "./result_list";
import { createResults } from "./results_state";
import css from "./search.module.css";
import { SearchBox } from "./search_box";
import { SearchFooter } from "./search_footer";
import { type BoxState, searchKey } from "./search_keys";
import { SearchNotes } from "./search_notes";

const ExportDialog = lazy(async () => ({
  default: (await import("./export_dialog")).ExportDialog,
}));

export function SearchView(props: { showKeys(): void }) {
  const app = useApp();
  const session = useSession();
  let input!: HTMLInputElement;
  let pane!: HTMLElement;
  let toMark: (by: number) => void = () => undefined;
  const results = createResults(app, session);
  const { hits } = results;
  const kept = createKeptSearches(results);
  const actions = createPageActions(kept.used);
  const widths = createPaneWidths(app);
  const opening = createOpening(results, actions);
  createEffect(on(hits.text, actions.clear));
  onMount(() => void session.home.refresh());
  createEffect(
    on(hits.answer, (answer) => {
      // What the core took as filters, and the person has gone on behind, stands as chips.
      if (answer === undefined || hits.answered() !== hits.text()) return;
      const whole = wholeFilters(session.typed(), answer.filters);
      if (whole.some((chip) => !session.chips().includes(chip))) session.setChips(whole);
    }),
  );

  /** A row of the selected database, shown in its place. */
  const [inside, setInside] = createSignal<string>();
  const currentId = createMemo(() => results.current()?.id);
  createEffect(on(currentId, () => setInside(undefined), { defer: true }));
  const preview = createPreview(
    app.host,
    () => {
      const page = inside() ?? results.current()?.id;
      if (page === undefined) return undefined;
      return hits.shown()
        ? { page, text: hits.answered(), correct: hits.corrects() }
        : { page, text: "", correct: true };
    },
    app.refused,
    () => PageBlocks.preload(),
  );
  app.onEvent((event) => {
    if (event.event === "pages_changed" || event.event === "index") preview.reread();
  });

  /** What the pane's own buttons act on: the page it shows. */
  const inPane = (): Pages => {
    const now = preview.shown();
    const hit = now !== undefined && "preview" in now ? now.preview.hit : results.current();
    return hit === undefined ? [] : [hit];
  };
  const paneActions: PaneActions = {
    open: (other) => actions.open(inPane(), other),
    copyLink: () => actions.copyLink(inPane()),
    copyMarkdown: () => actions.copyMarkdown(inPane()),
    pin: () => actions.pin(inPane(), !inPane().every(actions.isPinned)),
  };
  const pinned = () => results.chosen().length > 0 && results.chosen().every(actions.isPinned);
  const onPages = (act: (pages: Pages) => void) => {
    const pages = results.chosen();
    if (pages.length > 0) act(pages);
  };
  const copyLink = () => onPages(actions.copyLink);
  const copyMarkdown = () => onPages(actions.copyMarkdown);
  const copyTitle = () => onPages(actions.copyTitle);
  const copyPassage = () => onPages((pages) => actions.copyPassage(pages, markedIn(pane)));
  const pin = () => onPages((pages) => actions.pin(pages, !pinned()));
  const [exporting, setExporting] = createSignal<Shown>();
  const toExport = () =>
    setExporting({
      shows: results.shows(),
      chosen: results.chosen(),
      asked: { text: hits.answered(), correct: hits.corrects(), sort: session.hitSort() },
      question: session.question(),
      locale: collation,
    });

  const [paneOpen, setPaneOpen] = createSignal(false);
  const toPreview = () => {
    if (results.current() === undefined) return false;
    setPaneOpen(true);
    pane.querySelector<HTMLElement>('[role="document"]')?.focus();
    return true;
  };
  const toBox = () => {
    setPaneOpen(false);
    input.focus();
  };
  const clear = () => {
    if (results.several.clear()) return;
    if (session.typed() === "") session.showEverything(false);
    session.setTyped("");
    toBox();
  };
  const everything = () => {
    session.showEverything(!session.everything());
    session.setTyped("");
    toBox();
  };
  const sort = () => session.sortHits(session.hitSort() === "relevance" ? "edited" : "relevance");
  /** Rows that are no pages do something themselves. */
  const open = (other: boolean) => {
    const row = results.shows() === "home" ? results.home.row() : undefined;
    if (row?.is === "everything") everything();
    else if (row?.is === "search") kept.run(row.search.text);
    else opening.open(other);
  };
  const pick = (index: number, event: MouseEvent) => {
    if (event.shiftKey) return results.extend(() => results.moveTo(index));
    results.moveTo(index);
    if (results.current() === undefined) open(false);
    else if (hasMod(event)) opening.open(true);
    else if (getComputedStyle(pane).display === "none") toPreview();
  };

  session.actions.offer(() =>
    pageActions({
      pages: results.chosen(),
      some: results.shows() !== "everything" && results.length() > 1,
      pinned: pinned(),
      openIn: session.settings().open_in,
      corrected: (hits.answer()?.corrections.length ?? 0) > 0,
      asks: hits.text() !== "",
      sort: session.hitSort(),
      saved: kept.isSaved(),
      everything: session.everything(),
      changed: (session.home.home()?.changed.total ?? 0) > 0,
      means: {
        open: opening.open,
        copyLink,
        copyMarkdown,
        copyTitle,
        copyPassage,
        pin,
        selectAll: results.selectAll,
        export: toExport,
        askNotion: hits.askNotion,
        insist: hits.insist,
        sort,
        save: kept.toggleSaved,
        everything,
        seen: kept.seen,
        forgetRecent: kept.forgetRecent,
      },
    }),
  );
  const perform = createPerformer({
    results,
    opening: { ...opening, open },
    recall: kept.recall,
    everything,
    mark: (by) => toMark(by),
    sort,
    save: kept.toggleSaved,
    export: toExport,
    page: { copyLink, copyMarkdown, pin },
    toPreview,
    clear,
  });
  const boxState = (inBox: boolean): BoxState => ({
    empty: session.typed() === "",
    cleared:
      session.typed() === "" && !session.everything() && results.several.pages().length === 0,
    atEnd: input.selectionStart === input.value.length,
    // In the preview only keys with the modifier come here, and its text may be marked.
    marked: inBox
      ? input.selectionStart !== input.selectionEnd
      : document.getSelection()?.isCollapsed === false,
    wholeMarked: inBox && input.selectionStart === 0 && input.selectionEnd === input.value.length,
    selected: results.active() !== undefined,
  });
  const onKey = (event: KeyboardEvent) => {
    opening.forget();
    const action = searchKey(event, boxState(event.target === input));
    if (action !== undefined && perform(action)) event.preventDefault();
  };

  const other = (): OpenIn => (session.settings().open_in === "browser" ? "notion_app" : "browser");

  return (
    <section
      class={`view ${css.search}`}
      data-workspaces={session.connections().length < 2 ? "one" : "several"}
      aria-label={words.title}
    >
      <h1 class="visually-hidden">{words.title}</h1>
      <div class={css.searchBar}>
        <SearchBox
          typed={withoutChips(session.typed(), session.chips())}
          chips={session.chips()}
          workspaces={session.connections().map(({ workspace }) => workspace)}
          controls={{ hits: HITS_ID, home: HOME_ID, everything: LIST_ID }[results.shows()]}
          expanded={results.length() > 0}
          active={results.active()}
          ref={(box) => (input = box)}
          onType={(rest) => session.setTyped(withChips(rest, session.chips()))}
          onRemove={(chip) => session.setTyped(withoutChips(session.typed(), [chip]))}
          onFocus={() => setPaneOpen(false)}
          onKey={onKey}
          onClear={clear}
        />
        <button
          type="button"
          class={`button small square ${css.previewToggle}`}
          aria-label={words.showPreview}
          title={words.showPreview}
          disabled={results.current() === undefined}
          onClick={() => toPreview()}
        >
          <Glyph name="preview" />
        </button>
        <Show when={hits.text() === "" && results.shows() === "everything"}>
          <ListChoices />
        </Show>
        <Show when={hits.text() !== ""}>
          <HitChoices saved={kept.isSaved()} onSave={() => kept.toggleSaved()} />
        </Show>
      </div>
      <SearchNotes
        answer={hits.answer()}
        onInsist={() => {
          hits.insist();
          input.focus();
        }}
      />

      <div
        class={css.searchBody}
        data-nothing={results.nothingShown() ? "" : undefined}
        style={{ "--preview-part": widths.preview() }}
      >
        <ResultList
          results={results}
          isPinned={actions.isPinned}
          onPress={() => input.focus()}
          onPick={pick}
          onOpen={() => open(false)}
          onSeen={() => {
            kept.seen();
            input.focus();
          }}
        />
        <PreviewPane
          state={preview}
          hit={hits.shown() ? hits.selection.row() : undefined}
          pinned={inPane().length > 0 && inPane().every(actions.isPinned)}
          open={paneOpen()}
          inside={inside() === undefined ? undefined : titleOf(results.current())}
          place={openInPlace[session.settings().open_in]}
          actions={paneActions}
          ref={(element) => (pane = element)}
          marks={(step) => (toMark = step)}
          onModKey={onKey}
          onBack={toBox}
          onRow={setInside}
        />
        <Show when={!results.nothingShown()}>
          <PaneDivider widths={widths} />
        </Show>
      </div>

      <Show when={hits.text() === "" ? results.pages.error() : hits.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <Show when={actions.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={exporting()}>
        {(shown) => (
          <Suspense>
            <ExportDialog shown={shown()} onClose={() => setExporting(undefined)} />
          </Suspense>
        )}
      </Show>
      <SearchFooter
        count={results.count()}
        aside={results.aside()}
        tookMicroseconds={hits.answer()?.took_us}
        index={hits.answer()?.covers.index}
        selected={results.current() !== undefined}
        other={other()}
        showKeys={() => props.showKeys()}
      />
    </section>
  );
}

/** What the person has marked of the text that is shown. */
function markedIn(pane: HTMLElement): string {
  const marked = document.getSelection();
  const inside = marked !== null && !marked.isCollapsed && pane.contains(marked.anchorNode);
  return inside ? marked.toString().trim() : "";
}

function titleOf(page: PageRef | undefined): string {
  return plainTitle(page?.title ?? []);
}
