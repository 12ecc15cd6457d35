//! What the in-memory core answers about the desktop: an ordinary one, where nothing is refused.
import type { DesktopState } from "../src/core/bindings";
import type { Args } from "../src/core/commands";

export const plainDesktop: DesktopState = {
  shortcut: { state: "off" },
  tray: "off",
  start_at_login: false,
  tells_lock: true,
  tells_sleep: true,
  desktop_search: false,
  draws_safely: false,
};

/** Answered before sign-in too. */
export const desktopCommands = [
  "desktop_words",
  "desktop_state",
  "start_at_login",
  "has_drawn",
  "escape",
  "quit",
] as const;

export const desktopAnswers = (world: () => { desktop: DesktopState }) => ({
  desktop_words: () => null,
  desktop_state: () => world().desktop,
  start_at_login: ({ on }: Args<"start_at_login">) => {
    world().desktop = { ...world().desktop, start_at_login: on };
    return null;
  },
  has_drawn: () => null,
  escape: () => null,
  quit: () => null,
});
