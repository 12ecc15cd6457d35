//! Which languages there are, which one is meant, and what follows from it besides the words:
//! how numbers and dates are written, and which way lines run.
import type { Language } from "../core/bindings";
import { languageTag, writeAs } from "./format";
import { speak, type Words } from "./spoken";

/** A language that has words. */
export type Spoken = Exclude<Language, "system">;

interface Entry {
  /** Undefined for English, which is there. */
  words(): Promise<Words | undefined>;
  runs: "ltr" | "rtl";
}

/** German is fetched when it is first needed: most people read one language. */
export const languages: Record<Spoken, Entry> = {
  en: { words: () => Promise.resolve(undefined), runs: "ltr" },
  de: { words: () => import("./de"), runs: "ltr" },
};

/** What the person chose, else the first of the system's languages that there are words in. */
export function languageOf(chosen: Language, system: readonly string[]): Spoken {
  if (chosen !== "system") return chosen;
  const known = system.map((tag) => languageTag(tag)?.split("-")[0]);
  return known.find((tag): tag is Spoken => tag !== undefined && tag in languages) ?? "en";
}

/** From here on everything that is drawn is in this language. */
export async function speakLanguage(language: Spoken, system: readonly string[]) {
  const { words, runs } = languages[language];
  speak(await words());
  // The person's own region where it is the language's: British dates for British English.
  const regional = system.find((tag) => languageTag(tag)?.split("-")[0] === language);
  const tag = languageTag(regional ?? language) ?? language;
  writeAs(tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = runs;
}
