//! Opening a result. A key that comes before the answer opens what the answer brings, and not
//! what it replaces. Not how a page is opened: that is `page_actions.ts`.
import { createEffect, on } from "solid-js";
import type { PageActions } from "./page_actions";
import type { Results } from "./results_state";

export interface Opening {
  /** What is selected; `other` opens it in the place that is not the chosen one. */
  open(other: boolean): void;
  openNth(nth: number, other: boolean): void;
  /** What waits for an answer is no longer wanted. */
  forget(): void;
}

export function createOpening(results: Results, actions: PageActions): Opening {
  const { hits } = results;
  let waiting: { nth: number; other: boolean } | undefined;

  const openSelected = (other: boolean) => {
    const page = results.current();
    if (page !== undefined) actions.open(results.chosen(), other);
  };
  const openNth = (nth: number, other: boolean) => {
    if (hits.behind()) {
      waiting = { nth, other };
    } else if (nth < results.length()) {
      results.moveTo(nth);
      openSelected(other);
    }
  };
  const forget = () => (waiting = undefined);

  createEffect(on(hits.text, forget));
  createEffect(
    on(hits.behind, (behind) => {
      const wanted = waiting;
      if (behind || wanted === undefined) return;
      forget();
      // Where there was no answer, nothing is opened either.
      if (hits.answered() === hits.text()) openNth(wanted.nth, wanted.other);
    }),
  );

  return {
    open(other) {
      if (hits.behind()) waiting = { nth: 0, other };
      else openSelected(other);
    },
    openNth,
    forget,
  };
}
