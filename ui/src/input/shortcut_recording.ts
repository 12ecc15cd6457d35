//! Reads the keys that a person presses to choose a shortcut: which combination it is, or why
//! it is none. Which keys the system can hold is the shell's to say.
import type { Shortcut } from "../core/bindings";
import { keyPlaces } from "../words/outside";
import { isMac } from "./shortcuts";

export type Recorded =
  | { is: "keys"; keys: Shortcut }
  /** Modifiers alone: the key is still to come. */
  | { is: "unfinished" }
  | { is: "cancelled" }
  /** A key that is needed for typing. */
  | { is: "without_modifier" }
  | { is: "unknown" };

/** Keys that can be held, by place; the shell knows the same. */
const HELD =
  /^(?:Key[A-Z]|Digit\d|F(?:[1-9]|1[0-2])|Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|Minus|Equal|Backspace|Tab|BracketLeft|BracketRight|Enter|Semicolon|Quote|Backquote|Backslash|Comma|Period|Slash|Space|Home|End|Insert|Delete|Pause)$/;

export function record(event: KeyboardEvent): Recorded {
  if (/^(?:Control|Shift|Alt|AltGraph|Meta|OS|Super)$/.test(event.key)) return { is: "unfinished" };
  const commands = event.ctrlKey || event.altKey || event.metaKey;
  if (event.key === "Escape" && !commands) return { is: "cancelled" };
  if (!HELD.test(event.code)) return { is: "unknown" };
  if (!commands && !/^F\d/.test(event.code)) return { is: "without_modifier" };
  const modifiers = [
    event.ctrlKey && "Control",
    event.altKey && "Alt",
    event.shiftKey && "Shift",
    event.metaKey && "Super",
  ].filter((name) => name !== false);
  const keys = [...modifiers, event.code].join("+");
  return { is: "keys", keys: { keys, name: nameOf(event) } };
}

/** What the key says on this keyboard; by its place where that is no letter. */
function nameOf(event: KeyboardEvent): string {
  const place = keyPlaces[event.code];
  if (place !== undefined) return place;
  // With modifiers held a key may say something else, or a dead accent.
  const said = [...event.key].length === 1 && event.key.trim() !== "" ? event.key : "";
  return (said || event.code.replace(/^(?:Key|Digit)/, "")).toLocaleUpperCase();
}

const modifierNames: Record<string, string> = isMac
  ? { Control: "⌃", Alt: "⌥", Shift: "⇧", Super: "⌘" }
  : { Control: "Ctrl", Alt: "Alt", Shift: "Shift", Super: "Super" };

/** The keys one by one, as they are printed. */
export function keysOf(shortcut: Shortcut): string[] {
  const modifiers = shortcut.keys.split("+").slice(0, -1);
  return [...modifiers.map((name) => modifierNames[name] ?? name), shortcut.name];
}
