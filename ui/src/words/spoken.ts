//! The words that are spoken now: English until another language is chosen. A view reads a word
//! when it is drawn, so whoever changes the language draws everything anew.
//! Not which languages there are: that is `language.ts`.
import * as english from "./en";

/** All tables of words, by name, as English has them: a language that lacks one is a type error. */
export type Words = typeof english;

const now = new Map<keyof Words, object>();

/** A table of words, filled anew whenever another language is spoken. */
export function spoken<Name extends keyof Words>(name: Name): Words[Name] {
  const table = Array.isArray(english[name]) ? [...english[name]] : { ...english[name] };
  now.set(name, table);
  return table as Words[Name];
}

export function speak(words: Words) {
  for (const [name, table] of now) Object.assign(table, words[name]);
}
