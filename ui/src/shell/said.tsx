//! The short sentence about what just happened, shown for a moment and read out politely.
import { makeTimer } from "@solid-primitives/timer";
import { createEffect, createSignal, on } from "solid-js";
import { useApp } from "../state/app_state";
import css from "./said.module.css";

/** Long enough to read it twice: a moment, and some for every letter. */
const shownFor = (text: string) => 3000 + text.length * 60;

export function Said() {
  const app = useApp();
  const [shown, setShown] = createSignal(false);

  createEffect(
    on(app.said, (text) => {
      setShown(text !== "");
      makeTimer(() => setShown(false), shownFor(text), setTimeout);
    }),
  );

  return (
    <div class={css.said} role="status" data-shown={shown()}>
      {shown() ? app.said() : ""}
    </div>
  );
}
