//! Words of the settings view.
import type { IndexMemory, Language, OpenIn } from "../../core/bindings";
import { plural } from "../format";

export const settings = {
  title: "Settings",
  appearance: "Appearance",
  language: "Language",
  opening: "Open pages in",
  openingHint: (mod: string) => `Hold ${mod} to open in the other one.`,
  indexMemory: "Index in memory",
  indexMemoryHint:
    "Whole answers fastest. In pieces takes less memory. Automatic keeps it whole while it is small beside this computer’s memory.",
  meanings: "Find by meaning",
  meaningsHint:
    "After the pages that have your words, shows those that mean something similar, in other languages, too. Worked out on this computer, bit by bit while it is plugged in; turned off, it is removed.",
  lockAfter: "Lock after",
  never: "Never",
  minutes: (n: number) => plural(n, { one: "# minute", other: "# minutes" }),
  hours: (n: number) => plural(n, { one: "# hour", other: "# hours" }),
  lockHint: "Without a key or a click. Locking drops the keys and empties the window.",

  openWith: "Sign in with",
  openWithHint:
    "The keychain is this computer’s own, and opens when you log in to the computer: whoever can use your account there can then open Trove.",

  password: "Password",
  passwordLead: "Changing it keeps everything you have. A forgotten password cannot be recovered.",
  oldPassword: "Current password",
  newPassword: "New password",
  change: "Change password",
  changed: "The password is changed.",

  data: "Data",
  folder: "Data folder",
  copyFolder: "Copy path",
  folderCopied: "Path copied.",
  size: "Size",
  dataLead:
    "Encrypted with a key that only your password opens. Trove sends nothing to anyone but Notion.",

  about: "About",
  version: (version: string) => `Trove ${version}`,
  license: "MIT or Apache-2.0. Not affiliated with Notion.",
  notices: "Third-party notices",
};

/** Each language by its own name: whoever cannot read the others finds theirs. */
export const languageNames: Record<Language, string> = {
  system: "As the system",
  en: "English",
  de: "Deutsch",
};

export const openInNames: Record<OpenIn, string> = {
  browser: "Browser",
  notion_app: "Notion app",
};

export const indexMemoryNames: Record<IndexMemory, string> = {
  auto: "Automatic",
  whole: "Whole",
  pieces: "In pieces",
};

export const openWithNames: Record<"password" | "keychain", string> = {
  password: "Password only",
  keychain: "Password or keychain",
};
