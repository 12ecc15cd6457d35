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
  return hasMod(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === letter;
}

/** True where typing a character means text, not a shortcut. */
export function isTextEntry(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(target.type))
  );
}
