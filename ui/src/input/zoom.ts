//! Larger and smaller: which keys and turns of the wheel ask for it, and the sizes there are.
//! Drawing the window larger is the shell's.
import { makeEventListener } from "@solid-primitives/event-listener";
import { hasMod, isComposing, keyOf } from "./shortcuts";

/** In per cent, from the smallest that can be read to the largest that leaves room. */
export const ZOOMS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

const ACTUAL = 100;

export type ZoomStep = "larger" | "smaller" | "actual";

/** The size that is one step from this one. */
export function zoomed(percent: number, step: ZoomStep): number {
  if (step === "actual") return ACTUAL;
  const next =
    step === "larger"
      ? ZOOMS.find((zoom) => zoom > percent)
      : ZOOMS.findLast((zoom) => zoom < percent);
  return next ?? percent;
}

/** What a key with the modifier asks for: the sign counts, wherever a layout has it. */
export function zoomKey(event: KeyboardEvent): ZoomStep | undefined {
  if (isComposing(event) || !hasMod(event) || event.altKey) return undefined;
  if (event.key === "+" || event.key === "=") return "larger";
  if (event.key === "-" || event.key === "_") return "smaller";
  return keyOf(event) === "0" && !event.shiftKey ? "actual" : undefined;
}

/** So far is one notch of a wheel; a touchpad says the same in many small turns. */
const NOTCH = 100;

/** Listens in the whole window, signed in or not. */
export function listenForZoom(zoom: (step: ZoomStep) => void) {
  makeEventListener(window, "keydown", (event) => {
    const step = zoomKey(event);
    if (step === undefined) return;
    event.preventDefault();
    zoom(step);
  });
  let turned = 0;
  makeEventListener(
    window,
    "wheel",
    (event) => {
      if (!hasMod(event)) return;
      event.preventDefault();
      turned += event.deltaY;
      if (Math.abs(turned) < NOTCH) return;
      zoom(turned < 0 ? "larger" : "smaller");
      turned = 0;
    },
    { passive: false },
  );
}
