//! Keys that were meant for what stood here before. A question that comes by itself may be
//! answered with one key, but not with one that was already on its way.

/** Somebody who has read a question has not pressed a key for this long. */
export const QUIET = 700;

/**
 * Answers for each key whether it is one of those: it is held since before, or follows the
 * question, or another key, too closely. Tab and Esc answer nothing and are never among them.
 */
export function createUnmeantKeys(now: () => number = () => performance.now()) {
  let last = now();
  return (event: KeyboardEvent): boolean => {
    const quiet = now() - last;
    last = now();
    if (event.key === "Tab" || event.key === "Escape" || event.key === "Shift") return false;
    return event.repeat || quiet < QUIET;
  };
}
