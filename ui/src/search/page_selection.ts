//! Which page of the list is selected: held by id, so that it stays the same page while the
//! list changes around it. Not what is done with it.
import { createEffect, createSignal, on } from "solid-js";
import type { Accessor } from "solid-js";
import type { PageWindows } from "./page_windows";
import { clamp } from "./virtual_list";

export interface PageSelection {
  /** -1 when there is nothing to select. */
  index: Accessor<number>;
  id: Accessor<string | undefined>;
  moveTo(index: number): void;
  moveBy(rows: number): void;
}

/** `onShift` hears by how many rows the selected page moved under the person's eyes. */
export function createPageSelection(
  pages: PageWindows,
  onNewList: () => void,
  onShift: (rows: number) => void,
): PageSelection {
  const [index, setIndex] = createSignal(-1);
  const [id, setId] = createSignal<string>();
  // Until somebody chooses, the selection is simply the first row, whichever page that is.
  let chosen = false;
  let shown = 0;

  function settle(at: number) {
    const inside = pages.total() === 0 ? -1 : clamp(at, 0, pages.total() - 1);
    setIndex(inside);
    setId(inside < 0 ? undefined : pages.row(inside)?.id);
  }

  createEffect(
    on(pages.answers, () => {
      if (pages.shown() !== shown) {
        shown = pages.shown();
        chosen = false;
        settle(0);
        onNewList();
        return;
      }
      const held = id();
      if (!chosen || held === undefined) {
        settle(Math.max(0, index()));
        return;
      }
      if (pages.row(index())?.id === held) return;
      const now = pages.indexOf(held);
      if (now === undefined) {
        settle(index());
        return;
      }
      onShift(now - index());
      setIndex(now);
    }),
  );

  return {
    index,
    id,
    moveTo(at) {
      chosen = true;
      settle(at);
    },
    moveBy(rows) {
      chosen = true;
      settle(index() + rows);
    },
  };
}
