//! The words that are spoken now: English until another language is chosen. A view reads a word
//! when it is drawn, so whoever changes the language draws everything anew. A table's English
//! comes with whoever uses it, so that the window starts with the words of its first view alone.
//! Not which languages there are: that is `language.ts`.

/** All tables of words, by name, as English has them: a language that lacks one is a type error. */
export type Words = typeof import("./en");

interface Table {
  now: object;
  english: object;
}

const tables = new Map<keyof Words, Table>();
/** Undefined while it is English. */
let other: Words | undefined;

/** A table of words, filled anew whenever another language is spoken. */
export function spoken<Name extends keyof Words>(name: Name, english: Words[Name]): Words[Name] {
  const now = Array.isArray(english) ? [...english] : { ...english };
  tables.set(name, { now, english });
  // It may come with a view that is fetched long after the language was chosen.
  Object.assign(now, other?.[name]);
  return now as Words[Name];
}

/** In this language from here on; in English without one. */
export function speak(words: Words | undefined) {
  other = words;
  for (const [name, { now, english }] of tables) Object.assign(now, words?.[name] ?? english);
}
