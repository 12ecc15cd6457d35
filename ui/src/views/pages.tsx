//! Every page of every connection: a filter box, the list, and what is going on.
//! The filter box has the focus and all the keys; the list only shows.
import { createEffect, For, on, onCleanup, onMount, Show } from "solid-js";
import { createAction } from "../action";
import { useApp } from "../app_state";
import type { OpenIn, PageKind, PageRow, PageSort } from "../bindings";
import { copyText } from "../clipboard";
import { locale } from "../format";
import { createPageSelection } from "../page_selection";
import { createPageWindows } from "../page_windows";
import { Choice } from "../parts/choice";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { PagesEmpty } from "../parts/pages_empty";
import { PagesFooter } from "../parts/pages_footer";
import { LIST_ID, type ListHandle, PageList } from "../parts/page_list";
import { optionId } from "../parts/page_row";
import { rowsPerPage } from "../parts/virtual_list";
import { useSession } from "../session_state";
import { hasMod, isComposing, isModKey } from "../shortcuts";
import { kindNames, pages as words, sortNames } from "../words/pages";
import { shell } from "../words/shell";

const kinds = ["all", "page", "data_source"] as const;
const sorts = Object.keys(sortNames) as PageSort[];

export function PagesView(props: { showKeys(): void }) {
  const app = useApp();
  const session = useSession();
  const filter = () => session.question().filter;
  const setFilter = (text: string) => session.ask({ ...session.question(), filter: text });
  const setKind = (kind: PageKind | null) => session.ask({ ...session.question(), kind });
  const setSort = (sort: PageSort) => session.ask({ ...session.question(), sort });
  let input!: HTMLInputElement;
  let list: ListHandle | undefined;

  const pages = createPageWindows(app.host, locale, app.refused);
  const selection = createPageSelection(
    pages,
    () => list?.toTop(),
    (rows) => list?.shift(rows),
  );
  createEffect(() => {
    const question = session.question();
    pages.ask({ ...question, filter: question.filter.trim() });
  });
  app.onEvent((event) => {
    if (event.event === "pages_changed") pages.reread();
  });

  const openPage = createAction((row: PageRow, other: boolean) =>
    app.host.call("open_page", { page: row.id, other }),
  );
  const selected = () => pages.row(selection.index());
  const move = (to: () => void) => {
    to();
    if (selection.index() >= 0) list?.show(selection.index());
  };
  const copy = async (text: string, done: string) =>
    app.say((await copyText(text)) ? done : shell.notCopied);
  const clear = () => {
    input.value = "";
    setFilter("");
    input.focus();
  };

  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event) || event.altKey) return;
    const row = selected();
    const inFilter = event.target === input;
    const page = rowsPerPage(list?.viewport() ?? 0);
    const ends = input.value === "" || hasMod(event);
    const act = (() => {
      switch (event.key) {
        case "ArrowDown":
          return () => move(() => selection.moveBy(1));
        case "ArrowUp":
          return () => move(() => selection.moveBy(-1));
        case "PageDown":
          return () => move(() => selection.moveBy(page));
        case "PageUp":
          return () => move(() => selection.moveBy(-page));
        case "Home":
          return ends ? () => move(() => selection.moveTo(0)) : undefined;
        case "End":
          return ends ? () => move(() => selection.moveTo(pages.total() - 1)) : undefined;
        case "Enter":
          return row && (() => void openPage.run(row, hasMod(event)));
        case "Escape":
          return clear;
        case "?":
          return input.value === "" ? props.showKeys : undefined;
      }
      if (row === undefined || !hasMod(event) || event.key.toLowerCase() !== "c") return undefined;
      if (event.shiftKey) return () => void copy(row.id, words.idCopied);
      // Text somebody marked in the box is theirs to copy.
      const marked = input.selectionStart !== input.selectionEnd;
      return marked ? undefined : () => void copy(row.url, words.linkCopied);
    })();
    if (act === undefined || !inFilter) return;
    event.preventDefault();
    act();
  };

  const onWindowKey = (event: KeyboardEvent) => {
    if (!isModKey(event, "f")) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
  onMount(() => {
    input.value = filter();
    input.focus();
    window.addEventListener("keydown", onWindowKey);
    onCleanup(() => window.removeEventListener("keydown", onWindowKey));
  });
  createEffect(on(filter, openPage.clear, { defer: true }));

  const ready = () => pages.shown() > 0;
  const other = (): OpenIn => (session.settings().open_in === "browser" ? "notion_app" : "browser");

  return (
    <section class="view pages" aria-label={words.title}>
      <h1 class="visually-hidden">{words.title}</h1>
      <div class="pages-bar">
        <div class="filter">
          <Glyph name="search" />
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={words.filter}
            aria-controls={LIST_ID}
            aria-expanded={pages.total() > 0}
            aria-autocomplete="list"
            aria-activedescendant={
              selection.id() === undefined ? undefined : optionId(selection.id() as string)
            }
            placeholder={words.filterHint}
            dir="auto"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={256}
            onKeyDown={onKey}
            onInput={(event) => {
              // Half-composed text is not a question yet.
              if (!event.isComposing) setFilter(event.currentTarget.value);
            }}
            onCompositionEnd={(event) => setFilter(event.currentTarget.value)}
          />
          <Show when={filter() !== ""}>
            <button type="button" class="icon-button" aria-label={words.clear} onClick={clear}>
              <Glyph name="clear" />
            </button>
          </Show>
        </div>
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
      </div>

      <div class="pages-body">
        <PageList
          pages={pages}
          selection={selection}
          handle={(handle) => (list = handle)}
          onPress={() => input.focus()}
          onOpen={(row, event) => void openPage.run(row, hasMod(event))}
        />
        <Show when={ready() && pages.total() === 0}>
          <PagesEmpty known={pages.known()} showAll={() => (setKind(null), clear())} />
        </Show>
      </div>

      <Show when={pages.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={openPage.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <PagesFooter
        total={pages.total()}
        known={pages.known()}
        ready={ready()}
        selected={selected() !== undefined}
        other={other()}
        showKeys={props.showKeys}
      />
    </section>
  );
}
