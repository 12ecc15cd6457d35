//! A database as its rows: as many as are looked at, in the order that is chosen. A row that is
//! pressed shows its own properties and text here. Not the list of every page.
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import type { PageRow, PageSort } from "../core/bindings";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { plainTitle } from "../parts/page_face";
import { PageIcon } from "../parts/page_icon";
import { createPageWindows, WINDOW } from "../search/page_windows";
import { useApp } from "../state/app_state";
import { createNow } from "../state/clock";
import { collation, moment, when } from "../words/format";
import { preview as words } from "../words/preview";
import { search, sortNames } from "../words/search";
import css from "./database_rows.module.css";

const sorts = Object.keys(sortNames) as PageSort[];

export function DatabaseRows(props: { source: string; onShow(page: string): void }) {
  const app = useApp();
  const now = createNow(60_000);
  const [sort, setSort] = createSignal<PageSort>("edited_newest");
  const [most, setMost] = createSignal(WINDOW);
  const rows = createPageWindows(app.host, collation, app.refused);
  createEffect(
    on([() => props.source, sort], ([under, order]) => {
      setMost(WINDOW);
      rows.ask({ kind: null, sort: order, under });
    }),
  );
  app.onEvent((event) => {
    if (event.event === "pages_changed") rows.reread();
  });
  const shown = createMemo(() => Math.min(most(), rows.total()));
  createEffect(() => rows.want(0, shown()));
  const places = createMemo(() => Array.from({ length: shown() }, (_, at) => at));

  /** The arrows go from row to row, as they do among the hits. */
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    buttons[at + step]?.focus();
  };

  return (
    <section aria-label={words.rows}>
      <Show when={rows.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={rows.shown() > 0}>
        <Show when={rows.total() > 0} fallback={<p class="hint">{words.noRows}</p>}>
          <div class={css.head}>
            <h3>{words.rowCount(rows.total())}</h3>
            <label class="select-box">
              <span class="visually-hidden">{search.sort}</span>
              <select
                value={sort()}
                onChange={(event) => setSort(event.currentTarget.value as PageSort)}
              >
                <For each={sorts}>
                  {(option) => <option value={option}>{sortNames[option]}</option>}
                </For>
              </select>
              <Glyph name="chevron" />
            </label>
          </div>
          <ul class={css.rows} onKeyDown={onKey}>
            <For each={places()}>
              {(at) => (
                <li class={css.row}>
                  <Show when={rows.row(at)}>
                    {(row) => <Row row={row()} now={now()} onShow={() => props.onShow(row().id)} />}
                  </Show>
                </li>
              )}
            </For>
          </ul>
          <Show when={shown() < rows.total()}>
            <p class={css.more}>
              {search.countOf(shown(), rows.total())}{" "}
              <button type="button" class="button small" onClick={() => setMost(most() + WINDOW)}>
                {words.moreRows(Math.min(WINDOW, rows.total() - shown()))}
              </button>
            </p>
          </Show>
        </Show>
      </Show>
    </section>
  );
}

function Row(props: { row: PageRow; now: number; onShow(): void }) {
  const title = () =>
    plainTitle(props.row.title === "" ? [] : [{ text: props.row.title, marked: false }]);
  return (
    <button type="button" class={css.open} onClick={() => props.onShow()}>
      <PageIcon icon={props.row.icon} kind={props.row.kind} />
      <bdi class={css.title}>{title()}</bdi>
      <Show when={props.row.edited}>
        {(edited) => (
          <time class={css.edited} title={moment(edited())}>
            {when(edited(), props.now)}
          </time>
        )}
      </Show>
    </button>
  );
}
