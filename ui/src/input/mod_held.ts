//! Whether the modifier is being held, long enough to mean it: the hits then show their digits.
import { makeEventListener } from "@solid-primitives/event-listener";
import { debounce } from "@solid-primitives/scheduled";
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { isMac } from "./shortcuts";

/** A shortcut that is pressed and done with shows nothing. */
const AFTER = 250;

export function createModHeld(): Accessor<boolean> {
  const [held, setHeld] = createSignal(false);
  const name = isMac ? "Meta" : "Control";
  const start = debounce(() => setHeld(true), AFTER);
  const stop = () => {
    start.clear();
    setHeld(false);
  };
  const onDown = (event: KeyboardEvent) => {
    if (event.key !== name) stop();
    else if (!event.repeat) start();
  };
  const onUp = (event: KeyboardEvent) => {
    if (event.key === name) stop();
  };
  makeEventListener(window, "keydown", onDown, { capture: true });
  makeEventListener(window, "keyup", onUp, { capture: true });
  // The key comes up elsewhere.
  makeEventListener(window, "blur", stop);
  return held;
}
