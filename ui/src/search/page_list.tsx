//! The listbox of pages: only the visible rows exist. The keys are the search box's, which
//! stays focused; the listbox never takes focus itself.
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  on,
  onCleanup,
  onMount,
  Show,
} from "solid-js";
import type { Accessor } from "solid-js";
import type { PageRow } from "../core/bindings";
import { createNow } from "../state/clock";
import type { PageSelection } from "./page_selection";
import type { PageWindows } from "./page_windows";
import { search as words } from "../words/search";
import { PageOption } from "./page_option";
import {
  contentHeight,
  type Geometry,
  inRem,
  pixelsOfUnit,
  rowTop,
  scrollToShow,
  slotCount,
  slotIndex,
  visibleRange,
} from "./virtual_list";
import css from "./search.module.css";
import listCss from "./page_list.module.css";

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
  /** Selected together with others. */
  isAmong(id: string): boolean;
  isPinned(row: PageRow): boolean;
  onPress(): void;
  onPick(index: number, event: MouseEvent): void;
  onOpen(row: PageRow): void;
}) {
  let scroller!: HTMLDivElement;
  let content!: HTMLDivElement;
  const [scrollTop, setScrollTop] = createSignal(0);
  const [viewport, setViewport] = createSignal(600);
  let unit = 1;
  const now = createNow(60_000);

  const geometry = createMemo<Geometry>(() => ({
    total: props.pages.total(),
    viewport: viewport(),
    scrollTop: scrollTop(),
  }));
  const first = createMemo(() => visibleRange(geometry()).from);
  const slots = createMemo(() => Array.from({ length: slotCount(viewport()) }, (_, slot) => slot));
  // The selected row exists even when scrolled away: the search box points at it.
  const strayed = () => {
    const at = props.selection.index();
    return at >= 0 && (at < first() || at >= first() + slots().length) ? at : undefined;
  };

  createEffect(() => {
    const { from, to } = visibleRange(geometry());
    props.pages.want(from, to);
  });

  const readScroll = () => setScrollTop(scroller.scrollTop / unit);
  const scrollTo = (top: number) => {
    scroller.scrollTop = top * unit;
    readScroll();
  };
  const measure = () => {
    unit = pixelsOfUnit();
    setViewport(scroller.clientHeight / unit || 600);
    readScroll();
  };

  onMount(() => {
    const observer = new ResizeObserver(measure);
    // The content, too: it changes with the size of text where the scroller stays as it is.
    observer.observe(scroller);
    observer.observe(content);
    measure();
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
  createEffect(on(() => props.pages.total(), readScroll, { defer: true }));

  const isAmong = (row: PageRow | undefined) => row !== undefined && props.isAmong(row.id);
  const isPinned = (row: PageRow | undefined) => row !== undefined && props.isPinned(row);
  const option = (index: Accessor<number>) => (
    <PageOption
      row={props.pages.row(index())}
      index={index()}
      total={props.pages.total()}
      top={rowTop(index(), geometry())}
      selected={props.selection.index() === index() || isAmong(props.pages.row(index()))}
      pinned={isPinned(props.pages.row(index()))}
      now={now()}
      onPick={(event) => props.onPick(index(), event)}
      onOpen={() => {
        const row = props.pages.row(index());
        if (row !== undefined) props.onOpen(row);
      }}
    />
  );

  return (
    <div
      class={css.scroller}
      ref={scroller}
      onScroll={readScroll}
      // The search box has the focus, whatever is clicked here: the keys are its.
      onMouseDown={(event) => {
        event.preventDefault();
        props.onPress();
      }}
    >
      <div
        class={listCss.rows}
        ref={content}
        id={LIST_ID}
        role="listbox"
        aria-multiselectable="true"
        aria-label={words.pages}
        style={{ height: inRem(contentHeight(props.pages.total())) }}
      >
        <For each={slots()}>
          {(slot) => {
            const index = createMemo(() => slotIndex(slot, slots().length, first()));
            return <Show when={index() < props.pages.total()}>{option(index)}</Show>;
          }}
        </For>
        <Show when={strayed() !== undefined}>{option(() => strayed() ?? 0)}</Show>
      </div>
    </div>
  );
}
