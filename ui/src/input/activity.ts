//! Tells the core that somebody is there, so that it does not lock under their hands.
//! Not the lock: when to lock is decided in the core.
import { makeEventListener } from "@solid-primitives/event-listener";
import { leading, throttle } from "@solid-primitives/scheduled";

const EVERY = 60_000;
const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Calls `touch` on activity, at most once a minute. */
export function watchActivity(touch: () => void) {
  const noticed = leading(throttle, touch, EVERY);
  for (const sign of signs) {
    makeEventListener(window, sign, () => noticed(), { capture: true, passive: true });
  }
}
