//! A value once it has stayed the same for a while, for what is read out: a screen reader is
//! not told of every key.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";

export function createSettled(value: Accessor<string>, quiet: number): Accessor<string> {
  const [settled, setSettled] = createSignal("");
  createEffect(
    on(value, (now) => {
      const timer = setTimeout(() => setSettled(now), quiet);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  return settled;
}
