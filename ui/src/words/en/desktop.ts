//! Words for the window among the others: its settings. What stands outside of it is `outside.ts`.
import type { EscapeHides, OnClose } from "../../core/bindings";

export const desktop = {
  title: "On this desktop",

  zoom: "Size of everything",
  zoomHint: (mod: string) => `${mod} with +, − and 0, or with the wheel, does the same.`,
  percent: (percent: number) => `${percent} %`,

  shortcut: "Bring Trove forward with",
  shortcutNone: "No keys",
  shortcutChoose: "Choose keys",
  shortcutChange: "Change keys",
  shortcutPress: "Press the keys now. Esc keeps what was.",
  shortcutHint:
    "From wherever you are, straight to the search box; the same keys send it away. Off unless you choose some.",
  shortcutRemove: "No keys any more",
  shortcutModifier: "Hold Ctrl, Alt or the system’s own key with it, or take one of F1 to F12.",
  shortcutUnknown: "That key cannot be held everywhere. Take a letter, a digit or Space.",
  shortcutNothingCame:
    "Nothing came here. If something else happened, another program holds these keys: choose others.",
  shortcutTaken:
    "Another program holds these keys, so they do not bring Trove forward. Choose others, or free them there.",
  shortcutByHand:
    "On this desktop programs cannot hold keys by themselves. Its keyboard settings can run a command; this one brings Trove forward:",
  copyCommand: "Copy command",
  commandCopied: "Command copied.",

  escape: "Esc in an empty search box",
  close: "Closing the window",
  closeHint:
    "Hidden, Trove goes on reading. Starting it again, or your keys, bring it back; Ctrl Q ends it.",
  closeHintMac:
    "Hidden, Trove goes on reading. Starting it again, or your keys, bring it back; ⌘ Q ends it.",

  tray: "Show Trove in the tray or menu bar",
  trayHint: "How things are, and a way to open, lock and quit. Never a title or a name.",
  trayNotHere: "This desktop shows no tray: some need an extension for it.",
  atLogin: "Start when I log in, hidden",
  atLoginNotHere: "This system does not let Trove start at login.",
  notify: "Tell me when a connection needs a new token, and when all is read for the first time",
  notifyHint:
    "By the system’s notifications, while you look elsewhere. Never a title, a name or what you searched; nothing while locked.",
  answerSearch: "Answer the desktop’s own search, with titles of pages",
  answerSearchHint:
    "In GNOME’s overview and in KRunner, while Trove is open and not locked. Every program of your session can then ask for titles. The desktop’s settings have a switch of their own for it.",
  answerSearchNotHere:
    "Not now: there is no session bus, or another Trove of yours answers already.",

  drawSafely: "Draw without the graphics card’s shortcut",
  drawSafelyHint:
    "For windows that stay blank on some graphics drivers; a little slower. Turned on by itself when a window draws nothing. From the next start on.",

  lockWithSystem: "Lock with this computer",
  lockTells: "When its screen locks, and before it sleeps.",
  lockTellsSleep:
    "Before it sleeps. This system does not tell Trove when its screen locks: nothing happens then.",
  lockTellsNothing:
    "This system tells Trove neither. After two minutes of sleep the profile locks all the same, as soon as the computer wakes.",
};

export const escapeNames: Record<EscapeHides, string> = {
  when_summoned: "Hides it if the keys brought it",
  always: "Hides the window",
  never: "Does nothing",
};

export const closeNames: Record<OnClose, string> = {
  quit: "Quits",
  hide: "Hides it",
};
