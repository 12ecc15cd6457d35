//! Tells the core that the window has the person's attention again: a good moment to ask what
//! changed. Not activity, which keeps the profile unlocked: that is `activity.ts`.
import { onCleanup } from "solid-js";

const EVERY = 60_000;

/** Calls `focused` when the window gets the focus or is uncovered, at most once a minute. */
export function watchAttention(focused: () => void, now: () => number = () => performance.now()) {
  let last = Number.NEGATIVE_INFINITY;
  const noticed = () => {
    if (document.visibilityState === "hidden" || now() - last < EVERY) return;
    last = now();
    focused();
  };
  window.addEventListener("focus", noticed);
  document.addEventListener("visibilitychange", noticed);
  onCleanup(() => {
    window.removeEventListener("focus", noticed);
    document.removeEventListener("visibilitychange", noticed);
  });
}
