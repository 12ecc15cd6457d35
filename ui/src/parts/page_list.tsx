//! The listbox of pages: only the visible rows exist. The keys are the filter box's, which
//! stays focused; the listbox never takes focus itself.
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import type { Accessor } from "solid-js";
import { useApp } from "../app_state";
import type { PageRow } from "../bindings";
import { createNow } from "../clock";
import { copyText } from "../clipboard";
import type { PageSelection } from "../page_selection";
import type { PageWindows } from "../page_windows";
import { shell } from "../words/shell";
import { pages as words } from "../words/pages";
import { Glyph } from "./glyph";
import { PageOption } from "./page_row";
import {
  contentHeight,
  type Geometry,
  rowTop,
  scrollToShow,
  slotCount,
  slotIndex,
  visibleRange,
} from "./virtual_list";

export const LIST_ID = "page-list";

export interface ListHandle {
  show(index: number): void;
  toTop(): void;
  shift(rows: number): void;
  viewport(): number;
}

export function PageList(props: {
  pages: PageWindows;
  selection: PageSelection;
  handle: (handle: ListHandle) => void;
  onPress(): void;
  onOpen(row: PageRow, event: MouseEvent): void;
}) {
  const app = useApp();
  let scroller!: HTMLDivElement;
  const [scrollTop, setScrollTop] = createSignal(0);
  const [viewport, setViewport] = createSignal(600);
  const now = createNow(60_000);

  const geometry = createMemo<Geometry>(() => ({
    total: props.pages.total(),
    viewport: viewport(),
    scrollTop: scrollTop(),
  }));
  const first = createMemo(() => visibleRange(geometry()).from);
  const slots = createMemo(() => Array.from({ length: slotCount(viewport()) }, (_, slot) => slot));
  // The selected row exists even when scrolled away: the filter box points at it.
  const strayed = () => {
    const at = props.selection.index();
    return at >= 0 && (at < first() || at >= first() + slots().length) ? at : undefined;
  };

  createEffect(() => {
    const { from, to } = visibleRange(geometry());
    props.pages.want(from, to);
  });

  const scrollTo = (top: number) => {
    scroller.scrollTop = top;
    setScrollTop(scroller.scrollTop);
  };

  onMount(() => {
    const observer = new ResizeObserver(() => setViewport(scroller.clientHeight));
    observer.observe(scroller);
    setViewport(scroller.clientHeight || 600);
    onCleanup(() => observer.disconnect());
    props.handle({
      show: (index) => scrollTo(scrollToShow(index, geometry())),
      toTop: () => scrollTo(0),
      // Someone reading further down keeps the same rows under their eyes.
      shift: (rows) => {
        if (scrollTop() > 0) scrollTo(rowTop(rows, geometry()) + scrollTop());
      },
      viewport,
    });
  });

  // A shorter list leaves the scroller where the engine puts it.
  createEffect(on(props.pages.total, () => setScrollTop(scroller.scrollTop), { defer: true }));

  const selected = () => props.pages.row(props.selection.index());
  const copy = async (text: string, done: string) =>
    app.say((await copyText(text)) ? done : shell.notCopied);

  const option = (index: Accessor<number>) => (
    <PageOption
      row={props.pages.row(index())}
      index={index()}
      total={props.pages.total()}
      top={rowTop(index(), geometry())}
      selected={props.selection.index() === index()}
      now={now()}
      onPoint={() => {
        if (props.selection.index() !== index()) props.selection.moveTo(index());
      }}
      onOpen={(event) => {
        const row = props.pages.row(index());
        if (row !== undefined) props.onOpen(row, event);
      }}
    />
  );

  return (
    <div
      class="scroller"
      ref={scroller}
      onScroll={() => setScrollTop(scroller.scrollTop)}
      // The filter box has the focus, whatever is clicked here: the keys are its.
      onMouseDown={(event) => {
        event.preventDefault();
        props.onPress();
      }}
    >
      <div
        class="rows"
        id={LIST_ID}
        role="listbox"
        aria-label={words.list}
        style={{ height: `${contentHeight(props.pages.total())}px` }}
      >
        <For each={slots()}>
          {(slot) => {
            const index = createMemo(() => slotIndex(slot, slots().length, first()));
            return <Show when={index() < props.pages.total()}>{option(index)}</Show>;
          }}
        </For>
        <Show when={strayed() !== undefined}>{option(() => strayed() ?? 0)}</Show>
      </div>
      <Show when={selected()}>
        {(row) => (
          <div
            class="row-actions"
            role="toolbar"
            aria-label={words.actions}
            style={{ transform: `translateY(${rowTop(props.selection.index(), geometry())}px)` }}
          >
            <button
              type="button"
              class="button small square"
              aria-label={words.copyLink}
              title={`${words.copyLink}: ${row().url}`}
              onClick={() => void copy(row().url, words.linkCopied)}
            >
              <Glyph name="connections" />
            </button>
            <button
              type="button"
              class="button small"
              title={`${words.copyId}: ${row().id}`}
              onClick={() => void copy(row().id, words.idCopied)}
            >
              {words.copyId}
            </button>
          </div>
        )}
      </Show>
    </div>
  );
}
