//! Tells the core that the window has the person's attention again: a good moment to ask what
//! changed. Not activity, which keeps the profile unlocked: that is `activity.ts`.
import { makeEventListener } from "@solid-primitives/event-listener";
import { leading, throttle } from "@solid-primitives/scheduled";

const EVERY = 60_000;

/** Calls `focused` when the window gets the focus or is uncovered, at most once a minute. */
export function watchAttention(focused: () => void) {
  const told = leading(throttle, focused, EVERY);
  const noticed = () => {
    if (document.visibilityState !== "hidden") told();
  };
  makeEventListener(window, "focus", noticed);
  makeEventListener(document, "visibilitychange", noticed);
}
