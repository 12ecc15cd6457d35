//! Several rows selected together: all from where the person began to where they are now, or
//! everything that is shown. Held by ids, so that it stays while rows come and go around it.
//! Not which row the keys are at, and not what is done with them.
import { createMemo, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { PageRef } from "./page_actions";

/** The list that is shown now. */
export interface ShownRows {
  length(): number;
  /** Where the keys are; -1 where they are nowhere. */
  index(): number;
  /** Undefined where no page stands, or it is not fetched. */
  page(index: number): PageRef | undefined;
  indexOf(id: string): number | undefined;
}

export interface Several {
  /** In the order of the list; empty where fewer than two are selected. */
  pages: Accessor<readonly PageRef[]>;
  has(id: string): boolean;
  /** The next move extends from here, unless an earlier one began somewhere. */
  begin(): void;
  all(): void;
  /** Answers whether there was something to give up. */
  clear(): boolean;
}

type Held = { from: string } | "all" | undefined;

export function createSeveral(rows: ShownRows): Several {
  const [held, setHeld] = createSignal<Held>();

  const range = (): [from: number, to: number] | undefined => {
    const now = held();
    if (now === undefined) return undefined;
    if (now === "all") return [0, rows.length() - 1];
    const from = rows.indexOf(now.from);
    const to = rows.index();
    return from === undefined || to < 0 ? undefined : [Math.min(from, to), Math.max(from, to)];
  };
  const pages = createMemo((): readonly PageRef[] => {
    const [from, to] = range() ?? [0, -1];
    const found: PageRef[] = [];
    for (let at = from; at <= to; at += 1) {
      const page = rows.page(at);
      // A page may stand in two sections.
      if (page !== undefined && found.every(({ id }) => id !== page.id)) found.push(page);
    }
    return found.length < 2 ? [] : found;
  });
  const ids = createMemo(() => new Set(pages().map(({ id }) => id)));

  return {
    pages,
    has: (id) => ids().has(id),
    begin() {
      const at = rows.page(rows.index());
      const now = held();
      if (at !== undefined && (now === undefined || now === "all")) setHeld({ from: at.id });
    },
    all: () => setHeld("all"),
    clear() {
      const some = pages().length > 0;
      setHeld(undefined);
      return some;
    },
  };
}
