//! The keys the window listens to: reading key events, and nothing about what they do.

/** Command on a Mac, Control elsewhere. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The name of a key as it is printed on this computer's keyboard. */
export function keyName(key: string): string {
  if (key === "Mod") return isMac ? "⌘" : "Ctrl";
  if (key === "View") return isMac ? "⌃" : "Alt";
  if (key === "Alt") return isMac ? "⌥" : "Alt";
  if (key === "Shift") return isMac ? "⇧" : "Shift";
  return key;
}

export function hasMod(event: KeyboardEvent | MouseEvent): boolean {
  return isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/**
 * The key as shortcuts name it, in lower case: what it says on the person's own layout. Where
 * the layout has no Latin letter or no digit there, as in Greek or in the digit row of French
 * and Czech, it is the key's place that counts.
 */
export function keyOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  // Names of keys, such as "enter", and what a layout says in Latin stand for themselves.
  if ([...key].length > 1 || /^[a-z0-9]$/.test(key)) return key;
  const place = /^(?:Digit|Key)([0-9A-Z])$/.exec(event.code)?.[1];
  if (place === undefined) return key;
  const isSign = /^[\x20-\x7e]$/.test(key);
  // A sign that a Latin layout has among its letters is no letter's place.
  return isSign && /[A-Z]/.test(place) ? key : place.toLowerCase();
}

/** What goes to a view together with its number: the digits with Mod belong to the hits. */
export function hasViewMod(event: KeyboardEvent): boolean {
  const alone = isMac ? event.ctrlKey && !event.altKey : event.altKey && !event.ctrlKey;
  return alone && !event.metaKey && !event.shiftKey;
}

/** True while an input method is composing: every key then belongs to it, Enter included. */
export function isComposing(event: KeyboardEvent): boolean {
  // WebKit ends the composition before it sends the Enter that ended it; 229 tells.
  return event.isComposing || event.keyCode === 229;
}

/** Mod and this letter, and nothing else. */
export function isModKey(event: KeyboardEvent, letter: string): boolean {
  return hasMod(event) && !event.shiftKey && !event.altKey && keyOf(event) === letter;
}
