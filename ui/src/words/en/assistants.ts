//! Words of what assistants may see, and of the question whether one is let in.
import { list, plural } from "../format";

export const assistants = {
  title: "Assistants",
  lead: "An assistant that speaks the Model Context Protocol can search your pages by itself, through trove on the command line. What it reads goes to whoever runs it.",

  which: "They may see",
  noneHint: "Nothing is handed over, whoever asks.",
  theseHint: "Pages of the others are not there for them, those connected later neither.",
  allHint: "Also those that you connect later.",
  these: "Which workspaces",
  noWorkspace: "No workspace is connected yet.",
  noneChosen: "No workspace is chosen: they see nothing.",

  howMuch: "How much of them",
  passagesHint: "The places that match, and no whole page.",
  wholeHint: "A page that they name, from its beginning to its end.",

  letIn: "They are let in",
  askHint:
    "While this window is open, and after it asked you about each program that comes. Locking sends them all away.",
  keychainHint: "While this window is open, without asking you. Locking sends them all away.",
  alwaysHint: "Also while Trove is locked or closed.",
  notRemembered:
    "The keychain does not open this profile yet: choose “Password or keychain” above.",
  notReachable:
    "Programs cannot ask this window here. The keychain can let them in, or the password in front of the conversation.",

  setUp: "How to set one up",
  setUpLead: "Most assistants are told of a program by lines like these in their configuration:",
  copyLines: "Copy lines",
  linesCopied: "Lines copied.",
  setUpCommand: "Others want the command by itself:",
  copyCommand: "Copy command",
  commandCopied: "Command copied.",

  log: "What they asked",
  logLead: "The newest thousand, kept in your profile, encrypted.",
  nothingAsked: "No assistant has asked anything yet.",
  more: "Show older ones",
  searched: (text: string) => `looked for “${text}”`,
  readPage: (title: string) => `read “${title}”`,
  lookedAtCoverage: "asked what is covered",
  untitled: "Untitled",
  unnamed: "A program without a name",
  handedOver: (pages: number, characters: number) =>
    `${plural(pages, { one: "# page", other: "# pages" })}, ${plural(characters, { one: "# character", other: "# characters" })} of text`,
  nothingHandedOver: "Nothing of a page’s text",
};

/** What may be seen. */
export const allowedNames: Record<"none" | "these" | "all", string> = {
  none: "Nothing",
  these: "Chosen workspaces",
  all: "Every workspace",
};

export const howMuchNames: Record<"passages" | "whole", string> = {
  passages: "Passages",
  whole: "Whole pages",
};

export const letInNames: Record<"ask" | "keychain" | "always", string> = {
  ask: "When I say yes",
  keychain: "By the keychain",
  always: "Always, by the keychain",
};

/** Why nothing was handed over, by the core's name for it. */
export const refusedNames: Record<string, string> = {
  off: "Refused: they may see nothing",
  no_window: "Refused: no window was open",
  passages_only: "Refused: no whole pages",
  person: "Refused by you",
  nobody: "Refused: nobody answered",
};

export const access = {
  title: (program: string) =>
    program === "" ? "Let a program without a name search?" : `Let “${program}” search?`,
  would: (workspaces: readonly string[]) =>
    workspaces.length === 0
      ? "It would see nothing: what you chose is connected no longer."
      : `It would see ${list(workspaces)}.`,
  passages: "Only passages that match, no whole pages.",
  whole: "Passages and whole pages.",
  until: "Until it ends, or you lock.",
  unsure:
    "That is what it calls itself; Trove cannot tell whether it is. If you did not just start an assistant, say no.",
  no: "No",
  yes: "Let it search",
  letIn: "It may search until you lock.",
  refused: "It may not search. Nothing asks you again for five minutes.",
  gone: "It did not wait for your answer. If it asks again, you are asked again.",
};
