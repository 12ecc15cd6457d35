//! Whether the modifier is being held, long enough to mean it: the hits then show their digits.
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { isMac } from "./shortcuts";

/** A shortcut that is pressed and done with shows nothing. */
const AFTER = 250;

export function createModHeld(): Accessor<boolean> {
  const [held, setHeld] = createSignal(false);
  const name = isMac ? "Meta" : "Control";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    setHeld(false);
  };
  const onDown = (event: KeyboardEvent) => {
    if (event.key !== name) return stop();
    if (!event.repeat) timer = setTimeout(() => setHeld(true), AFTER);
  };
  const onUp = (event: KeyboardEvent) => {
    if (event.key === name) stop();
  };
  window.addEventListener("keydown", onDown, { capture: true });
  window.addEventListener("keyup", onUp, { capture: true });
  // The key comes up elsewhere.
  window.addEventListener("blur", stop);
  onCleanup(() => {
    stop();
    window.removeEventListener("keydown", onDown, { capture: true });
    window.removeEventListener("keyup", onUp, { capture: true });
    window.removeEventListener("blur", stop);
  });
  return held;
}
