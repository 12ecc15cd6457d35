//! The home view: one box, the hits for it or else every page, and the selected page's text.
//! The box has the focus and all the keys; lists and preview only show.
import { createEffect, createSignal, on, Show } from "solid-js";
import type { OpenIn } from "../core/bindings";
import { hasMod } from "../input/shortcuts";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { PreviewPane } from "../preview/preview_pane";
import { createPreview } from "../preview/preview_state";
import { useApp } from "../state/app_state";
import { useSession } from "../state/session_state";
import { search as words } from "../words/search";
import { openInPlace } from "../words/settings";
import { HITS_ID } from "./hit_list";
import { ListChoices } from "./list_choices";
import { createOpening } from "./opening";
import { createPageActions, type PageRef } from "./page_actions";
import { pageActions } from "./menu";
import { LIST_ID } from "./page_list";
import { optionId } from "./page_option";
import { createPaneWidths, PaneDivider } from "./pane_divider";
import { createPerformer } from "./perform";
import { ResultList } from "./result_list";
import { createResults } from "./results_state";
import css from "./search.module.css";
import { SearchBox } from "./search_box";
import { SearchFooter } from "./search_footer";
import { type BoxState, searchKey } from "./search_keys";
import { SearchNotes } from "./search_notes";

export function SearchView(props: { showKeys(): void }) {
  const app = useApp();
  const session = useSession();
  let input!: HTMLInputElement;
  let pane!: HTMLElement;
  const results = createResults(app, session);
  const { hits } = results;
  const actions = createPageActions();
  const widths = createPaneWidths(app);
  const opening = createOpening(results, actions);
  createEffect(on(hits.text, actions.clear));

  const preview = createPreview(
    app.host,
    () => {
      const page = results.current()?.id;
      if (page === undefined) return undefined;
      return hits.shown()
        ? { page, text: hits.answered(), correct: hits.corrects() }
        : { page, text: "", correct: true };
    },
    app.refused,
  );
  app.onEvent((event) => {
    if (event.event === "pages_changed" || event.event === "index") preview.reread();
  });

  const pinned = () => {
    const page = results.current();
    return page !== undefined && actions.isPinned(page);
  };
  const onPage = (act: (page: PageRef) => void) => {
    const page = results.current();
    if (page !== undefined) act(page);
  };
  const copyLink = () => onPage(actions.copyLink);
  const copyMarkdown = () => onPage(actions.copyMarkdown);
  const pin = () => onPage((page) => actions.pin(page, !pinned()));

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
    session.setTyped("");
    toBox();
  };
  const pick = (index: number, event: MouseEvent) => {
    results.moveTo(index);
    if (hasMod(event)) opening.open(true);
    else if (getComputedStyle(pane).display === "none") toPreview();
  };

  session.actions.offer(() =>
    pageActions({
      page: results.current(),
      pinned: pinned(),
      openIn: session.settings().open_in,
      corrected: (hits.answer()?.corrections.length ?? 0) > 0,
      asks: hits.text() !== "",
      means: {
        open: opening.open,
        copyLink,
        copyMarkdown,
        pin,
        askNotion: hits.askNotion,
        insist: hits.insist,
      },
    }),
  );
  const perform = createPerformer({
    results,
    opening,
    page: { copyLink, copyMarkdown, pin },
    toPreview,
    clear,
  });
  const boxState = (inBox: boolean): BoxState => ({
    empty: input.value === "",
    atEnd: input.selectionStart === input.value.length,
    // In the preview only keys with the modifier come here, and its text may be marked.
    marked: inBox
      ? input.selectionStart !== input.selectionEnd
      : document.getSelection()?.isCollapsed === false,
    selected: results.current() !== undefined,
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
          typed={session.typed()}
          workspaces={session.connections().map(({ workspace }) => workspace)}
          controls={hits.shown() ? HITS_ID : LIST_ID}
          expanded={results.length() > 0}
          active={activeOption(results.current())}
          ref={(box) => (input = box)}
          onType={session.setTyped}
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
          onOpen={() => opening.open(false)}
        />
        <PreviewPane
          state={preview}
          hit={hits.shown() ? hits.selection.hit() : undefined}
          pinned={pinned()}
          open={paneOpen()}
          place={openInPlace[session.settings().open_in]}
          actions={{ open: opening.open, copyLink, copyMarkdown, pin }}
          ref={(element) => (pane = element)}
          onModKey={onKey}
          onBack={toBox}
        />
        <Show when={!results.nothingShown()}>
          <PaneDivider widths={widths} />
        </Show>
      </div>

      <Show when={hits.text() === "" ? results.pages.error() : hits.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <Show when={actions.error()}>{(error) => <ErrorNote error={error()} />}</Show>
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

function activeOption(page: PageRef | undefined): string | undefined {
  return page && optionId(page.id);
}
