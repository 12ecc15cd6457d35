//! A value once it has stayed the same for a while, for what is read out: a screen reader is
//! not told of every key.
import { debounce } from "@solid-primitives/scheduled";
import { createEffect, createSignal, on } from "solid-js";
import type { Accessor } from "solid-js";

export function createSettled(value: Accessor<string>, quiet: number): Accessor<string> {
  const [settled, setSettled] = createSignal("");
  createEffect(on(value, debounce(setSettled, quiet)));
  return settled;
}
