//! Languages nobody speaks, for layouts: English with two fifths more letters, or from right to
//! left. Not shipped.
import * as english from "../src/words/en";
import { languages } from "../src/words/language";
import type { Words } from "../src/words/spoken";

/** Longer by 40 %, at its end, in words that can break. */
function longer(text: string): string {
  const more = Math.ceil(text.length * 0.4);
  return text === ""
    ? text
    : `${text} ${"lorem "
        .repeat(Math.ceil(more / 6))
        .slice(0, more)
        .trim()}`;
}

/** Hebrew letters stand in for Latin ones, so that the lines really run the other way. */
function mirrored(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    String.fromCodePoint(0x5d0 + (letter.toLowerCase().charCodeAt(0) % 27)),
  );
}

/** Every word of a table put through `change`, however deep it stands. */
function changed(words: unknown, change: (text: string) => string): unknown {
  if (typeof words === "string") return change(words);
  if (typeof words === "function") {
    return (...args: unknown[]) => changed(words(...args), change);
  }
  if (Array.isArray(words)) return words.map((one) => changed(one, change));
  if (typeof words !== "object" || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([k, v]) => [k, changed(v, change)]));
}

const spoken = (change: (text: string) => string, runs: "ltr" | "rtl") => () => {
  const words = changed({ ...english }, change) as Words;
  languages.en = { words: () => Promise.resolve(words), runs };
};

/** From here on English is such a language, until `plain` is called. */
export const pseudo = {
  longer: spoken(longer, "ltr"),
  mirrored: spoken(mirrored, "rtl"),
  plain: spoken((text) => text, "ltr"),
};
