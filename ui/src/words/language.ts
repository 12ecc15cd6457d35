//! Which languages there are, which one is meant, and what follows from it besides the words:
//! how numbers and dates are written, and which way lines run.
import type { Language } from "../core/bindings";
import { languageTag, writeAs } from "./format";
import * as english from "./en";
import { speak, type Words } from "./spoken";

/** A language that has words. */
export type Spoken = Exclude<Language, "system">;

const direction: Record<Spoken, "ltr" | "rtl"> = { en: "ltr", de: "ltr" };

/** German is fetched when it is first needed: most people read one language. */
const wordsOf: Record<Spoken, () => Promise<Words>> = {
  en: () => Promise.resolve(english),
  de: () => import("./de"),
};

/** What the person chose, else the first of the system's languages that there are words in. */
export function languageOf(chosen: Language, system: readonly string[]): Spoken {
  if (chosen !== "system") return chosen;
  const known = system.map((tag) => languageTag(tag)?.split("-")[0]);
  return known.find((tag): tag is Spoken => tag !== undefined && tag in wordsOf) ?? "en";
}

/** From here on everything that is drawn is in this language. */
export async function speakLanguage(language: Spoken, system: readonly string[]) {
  const words = await wordsOf[language]();
  // The person's own region where it is the language's: British dates for British English.
  const regional = system.find((tag) => languageTag(tag)?.split("-")[0] === language);
  speakIn(words, languageTag(regional ?? language) ?? language, direction[language]);
}

/** For `speakLanguage`, and for tests that bring words of their own. */
export function speakIn(words: Words, tag: string, runs: "ltr" | "rtl") {
  speak(words);
  writeAs(tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = runs;
}
