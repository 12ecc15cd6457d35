//! The present moment as signals, for relative dates and countdowns.
import { createPolled, makeTimer } from "@solid-primitives/timer";
import { createEffect, createSignal } from "solid-js";
import type { Accessor } from "solid-js";

/** Now, renewed every `every` milliseconds while its owner lives. */
export function createNow(every: number): Accessor<number> {
  return createPolled(() => Date.now(), every);
}

/** Seconds left of a wait that starts anew whenever `seconds` answers anew. */
export function createCountdown(seconds: Accessor<number>): Accessor<number> {
  const [left, setLeft] = createSignal(0);
  createEffect(() => {
    const total = seconds();
    setLeft(total);
    if (total === 0) return;
    const until = Date.now() + total * 1000;
    const stop = makeTimer(
      () => {
        setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
        if (Date.now() >= until) stop();
      },
      250,
      setInterval,
    );
  });
  return left;
}
