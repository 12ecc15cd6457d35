//! Asks one question at a time. At most one request is under way and only the newest question
//! waits behind it, so that a slow answer never makes a queue. Not a cache and not a retry.
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { asHostError, type HostError } from "./commands";

export interface Latest<Q> {
  ask(question: Q): void;
  /** Nothing asked so far is wanted any more; what is under way is not listened to. */
  drop(): void;
  /** Whether the newest question has no answer yet. */
  pending: Accessor<boolean>;
}

interface Stamped<Q> {
  question: Q;
  generation: number;
}

export function createLatest<Q, A>(
  call: (question: Q) => Promise<A>,
  taken: (question: Q, answer: A) => void,
  failed: (question: Q, reason: HostError) => void,
): Latest<Q> {
  const [pending, setPending] = createSignal(false);
  let generation = 0;
  /** Answers to questions up to this one are not wanted. */
  let dropped = 0;
  let underWay = false;
  let waiting: Stamped<Q> | undefined;
  onCleanup(() => {
    dropped = Number.POSITIVE_INFINITY;
    waiting = undefined;
  });

  async function send({ question, generation: mine }: Stamped<Q>) {
    underWay = true;
    try {
      const answer = await call(question);
      // An answer that a newer question waits behind is shown all the same: it is newer than
      // what is on screen, and whoever types faster than answers come sees them go by.
      if (mine > dropped) taken(question, answer);
    } catch (thrown) {
      // A refusal is worth telling only for what is still asked; `locked` always is.
      const reason = asHostError(thrown);
      const stale = mine <= dropped || waiting !== undefined;
      if (!stale || reason.reason.code === "locked") failed(question, reason);
    } finally {
      underWay = false;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined && next.generation > dropped) void send(next);
      else setPending(false);
    }
  }

  return {
    ask(question) {
      generation += 1;
      setPending(true);
      const stamped = { question, generation };
      if (underWay) waiting = stamped;
      else void send(stamped);
    },
    drop() {
      dropped = generation;
      waiting = undefined;
      setPending(false);
    },
    pending,
  };
}
