//! The short sentence about what just happened, shown for a moment and read out politely.
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { useApp } from "../state/app_state";

/** Long enough to read it twice: a moment, and some for every letter. */
const shownFor = (text: string) => 3000 + text.length * 60;

export function Said() {
  const app = useApp();
  const [shown, setShown] = createSignal(false);

  createEffect(
    on(app.said, (text) => {
      setShown(text !== "");
      const timer = setTimeout(() => setShown(false), shownFor(text));
      onCleanup(() => clearTimeout(timer));
    }),
  );

  return (
    <div class="said" role="status" classList={{ shown: shown() }}>
      {shown() ? app.said() : ""}
    </div>
  );
}
