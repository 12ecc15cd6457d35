//! Which row of a list is selected: held by id, so that it stays the same while rows come and go
//! around it. Not what is done with it.
import { createComputed, createMemo, createSignal, on } from "solid-js";
import type { Accessor } from "solid-js";
import { clamp } from "./virtual_list";

export interface RowSelection<Row> {
  /** -1 when there is nothing to select. */
  index: Accessor<number>;
  row: Accessor<Row | undefined>;
  id: Accessor<string | undefined>;
  moveTo(index: number): void;
  moveBy(rows: number): void;
}

/** `question` changes when another question is answered: the best row is then selected. */
export function createRowSelection<Row extends { id: string }>(
  rows: Accessor<readonly Row[]>,
  question: Accessor<number>,
): RowSelection<Row> {
  const [id, setId] = createSignal<string>();
  const ids = createMemo(() => rows().map((row) => row.id));
  // Until somebody chooses, the selection is simply the best row, whichever that is.
  let chosen = false;
  let last = 0;

  const settle = (at: number) => {
    last = clamp(at, 0, ids().length - 1);
    setId(ids()[last]);
  };
  createComputed(
    on([ids, question], ([now, asked], before) => {
      if (asked !== before?.[1]) chosen = false;
      if (!chosen) return settle(0);
      const held = id();
      const at = held === undefined ? -1 : now.indexOf(held);
      if (at < 0) settle(last);
      else last = at;
    }),
  );
  const index = createMemo(() => {
    const held = id();
    return held === undefined ? -1 : ids().indexOf(held);
  });

  return {
    index,
    id,
    row: () => rows()[index()],
    moveTo(at) {
      chosen = true;
      settle(at);
    },
    moveBy(by) {
      chosen = true;
      settle(index() + by);
    },
  };
}
