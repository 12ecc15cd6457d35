//! Tells the core that somebody is there, so that it does not lock under their hands.
//! Not the lock: when to lock is decided in the core.
import { onCleanup } from "solid-js";

const EVERY = 60_000;
const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Calls `touch` on activity, at most once a minute. */
export function watchActivity(touch: () => void, now: () => number = () => performance.now()) {
  let last = now();
  const noticed = () => {
    if (now() - last < EVERY) return;
    last = now();
    touch();
  };
  for (const sign of signs)
    window.addEventListener(sign, noticed, { capture: true, passive: true });
  onCleanup(() => {
    for (const sign of signs) window.removeEventListener(sign, noticed, { capture: true });
  });
}
