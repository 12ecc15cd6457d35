//! Words for what stands outside of the window, and names of keys.
import type { DesktopWords } from "../../core/bindings";

/** For the tray and for notifications, which the shell shows. */
export const outside: DesktopWords = {
  open: "Open Trove",
  lock: "Lock",
  quit: "Quit Trove",
  locked: "Locked",
  reading: "Reading pages",
  up_to_date: "Up to date",
  needs_token: "A connection needs a new token.",
  first_reading_done: "Everything is read for the first time, and can be searched.",
};

/** Names of keys by their place, where what they say is no name. */
export const keyPlaces: Record<string, string> = {
  Space: "Space",
  Enter: "Enter",
  Tab: "Tab",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "Page up",
  PageDown: "Page down",
};
