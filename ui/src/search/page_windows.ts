//! The part of the list that is on screen, fetched in windows as it is scrolled. Every request
//! is stamped, and an answer to an older question is dropped. Not the list's looks or keys.
import { throttle } from "@solid-primitives/scheduled";
import { createSignal, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { PageKind, PageQuery, PageRow, PageSort, UiError } from "../core/bindings";
import { asHostError, type Host, type HostError } from "../core/commands";

/** Rows fetched at once. */
export const WINDOW = 100;

/** Changes are read again at most this often while they stream in. */
const REREAD_EVERY = 300;

/** Which pages, and in which order. */
export interface Question {
  kind: PageKind | null;
  sort: PageSort;
  /** Only the rows of this data source. */
  under: string | null;
}

export interface PageWindows {
  /** Asks something new; the old rows stay until the first answer. */
  ask(question: Question): void;
  /** Makes sure these rows are there and up to date. */
  want(from: number, to: number): void;
  /** The list may have changed: what is on screen is read again, in place. */
  reread(): void;
  row(index: number): PageRow | undefined;
  /** Where a page stands among the rows at hand. */
  indexOf(id: string): number | undefined;
  total: Accessor<number>;
  known: Accessor<number>;
  /** The number of the question whose answer is shown; 0 before the first. */
  shown: Accessor<number>;
  /** Changes with every answer taken. */
  answers: Accessor<number>;
  error: Accessor<UiError | undefined>;
}

interface Window {
  rows: PageRow[];
  revision: number;
}

export function createPageWindows(
  host: Host,
  locale: string,
  refused: (error: HostError) => void,
): PageWindows {
  const [total, setTotal] = createSignal(0);
  const [known, setKnown] = createSignal(0);
  const [shown, setShown] = createSignal(0);
  const [answers, setAnswers] = createSignal(0);
  const [error, setError] = createSignal<UiError>();

  let windows = new Map<number, Window>();
  let question: Question = { kind: null, sort: "edited_newest", under: null };
  let asked = 0;
  let revision = 0;
  let counted = 0;
  const underWay = new Set<string>();
  let wanted = { from: 0, to: WINDOW };
  let gone = false;
  onCleanup(() => {
    gone = true;
    windows.clear();
  });

  async function fetchWindow(number: number) {
    const mine = { asked, revision };
    const key = `${mine.asked}/${mine.revision}/${number}`;
    if (underWay.has(key)) return;
    underWay.add(key);
    const query: PageQuery = {
      ...question,
      offset: number * WINDOW,
      limit: WINDOW,
      locale,
    };
    try {
      const list = await host.call("pages", { query });
      // Stale: another question was asked meanwhile, or a newer reading arrived first.
      if (gone || mine.asked !== asked) return;
      if (mine.asked === shownNow() && (windows.get(number)?.revision ?? -1) > mine.revision)
        return;
      if (mine.asked !== shownNow()) {
        windows = new Map();
        counted = 0;
      }
      windows.set(number, { rows: list.rows, revision: mine.revision });
      if (mine.revision >= counted) {
        counted = mine.revision;
        setTotal(list.total);
        setKnown(list.known);
      }
      setShown(mine.asked);
      setError(undefined);
      setAnswers((n) => n + 1);
    } catch (thrown) {
      if (gone || mine.asked !== asked) return;
      const reason = asHostError(thrown);
      refused(reason);
      setError(reason.reason);
    } finally {
      underWay.delete(key);
    }
  }

  // Whoever asks must not be woken by the answer, or they would ask again.
  const shownNow = () => untrack(shown);

  function fetchWanted() {
    const first = Math.floor(wanted.from / WINDOW);
    const last = Math.floor(Math.max(wanted.from, wanted.to - 1) / WINDOW);
    for (let number = first; number <= last; number += 1) {
      const window = asked === shownNow() ? windows.get(number) : undefined;
      if (window === undefined || window.revision < revision) void fetchWindow(number);
    }
  }

  return {
    ask(asking) {
      question = asking;
      asked += 1;
      wanted = { from: 0, to: WINDOW };
      fetchWanted();
    },
    want(from, to) {
      wanted = { from, to };
      // Until the new question is answered, scrolling the old rows asks nothing.
      if (asked === shownNow()) fetchWanted();
    },
    reread: throttle(() => {
      revision += 1;
      fetchWanted();
    }, REREAD_EVERY),
    row(index) {
      answers();
      return windows.get(Math.floor(index / WINDOW))?.rows[index % WINDOW];
    },
    indexOf(id) {
      for (const [number, window] of windows) {
        if (window.revision < revision) continue;
        const within = window.rows.findIndex((row) => row.id === id);
        if (within >= 0) return number * WINDOW + within;
      }
      return undefined;
    },
    total,
    known,
    shown,
    answers,
    error,
  };
}
