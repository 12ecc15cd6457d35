//! The answers to what is typed: the newest one on screen, and what it was asked.
//! Not the box, not the selection, and not Notion's own search: that is `live_search.ts`.
import { throttle } from "@solid-primitives/scheduled";
import { batch, createSignal } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Accessor } from "solid-js";
import type { SearchAnswer, SearchHit, SearchSort, UiError } from "../core/bindings";
import type { Host, HostError } from "../core/commands";
import { createLatest } from "../core/latest";

/** More than anyone reads; whoever wants others types more. */
const LIMIT = 50;

/** Changes that stream in ask the same question again at most this often. */
const AGAIN_EVERY = 1000;

export interface Search {
  /** With `correct: false` no word of it is replaced. */
  ask(text: string, correct: boolean, sort: SearchSort): void;
  /** Something changed in the core: the same question once more, in place. */
  again(): void;
  /** The box is empty: nothing is asked and nothing is shown. */
  drop(): void;
  answer: Accessor<SearchAnswer | undefined>;
  hits: Accessor<SearchHit[]>;
  /** What the answer on screen was asked; empty before the first. */
  answered: Accessor<string>;
  /** Whether its words might be replaced. */
  corrects: Accessor<boolean>;
  /** Changes when another question is answered, and not when the same one is again. */
  question: Accessor<number>;
  /** Whether what was asked last has no answer yet. */
  pending: Accessor<boolean>;
  error: Accessor<UiError | undefined>;
}

interface Asked {
  text: string;
  correct: boolean;
  sort: SearchSort;
}

export function createSearch(host: Host, refused: (error: HostError) => void): Search {
  // A page that answers the next question too keeps its row.
  const [found, setFound] = createStore<{ answer: SearchAnswer | undefined }>({
    answer: undefined,
  });
  const [shown, setShown] = createSignal<Asked>();
  const [question, setQuestion] = createSignal(0);
  const [error, setError] = createSignal<UiError>();
  let asked: Asked | undefined;

  const latest = createLatest(
    (asking: Asked) => host.call("search", { request: { ...asking, limit: LIMIT } }),
    (asking, answer) => {
      const before = shown();
      batch(() => {
        setFound("answer", reconcile(answer, { key: "id" }));
        setShown(asking);
        setError(undefined);
        if (
          before?.text !== asking.text ||
          before.correct !== asking.correct ||
          before.sort !== asking.sort
        ) {
          setQuestion((n) => n + 1);
        }
      });
    },
    (_, reason) => {
      refused(reason);
      setError(reason.reason);
    },
  );

  return {
    ask(text, correct, sort) {
      asked = { text, correct, sort };
      latest.ask(asked);
    },
    again: throttle(() => {
      if (asked !== undefined) latest.ask(asked);
    }, AGAIN_EVERY),
    drop() {
      asked = undefined;
      latest.drop();
      batch(() => {
        setFound("answer", undefined);
        setShown(undefined);
        setError(undefined);
      });
    },
    answer: () => found.answer,
    hits: () => found.answer?.hits ?? [],
    answered: () => shown()?.text ?? "",
    corrects: () => shown()?.correct ?? true,
    question,
    pending: latest.pending,
    error,
  };
}
