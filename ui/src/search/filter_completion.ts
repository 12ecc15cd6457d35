//! What the word under the caret could become: a filter's name, or one of its values.
//! Pure text. Not which filters there are and what they mean: the core tells, and decides.
import { filters } from "../core/filters";

/** One way to complete the word: how it is shown, and what it makes of the box. */
export interface Completion {
  label: string;
  text: string;
  caret: number;
}

/** A filter whose value is in quotation marks, or a word. */
const QUOTED_OR_WORD = new RegExp(
  `(?:^|\\s)((?:${filters.flatMap(({ names }) => names).join("|")}):"[^"]*|\\S+)$`,
  "i",
);

/** Fewer letters of a name are more likely a word that is being typed. */
const NAME_FROM = 2;

/** At most this many are offered; more letters narrow them. */
const MOST = 6;

/** Names that the core offered for the value of a filter. */
export interface KnownNames {
  filter: string;
  typed: string;
  names: readonly string[];
}

/** The value for which the core knows names, if one stands under the caret. */
export function wantsNames(text: string, caret: number): Omit<KnownNames, "names"> | undefined {
  const typed = wordAt(text, caret)?.typed ?? "";
  const colon = typed.indexOf(":");
  const filter = typed.slice(0, Math.max(0, colon)).toLowerCase();
  const known = filters.some((one) => one.known && one.names.includes(filter));
  return known ? { filter, typed: typed.slice(colon + 1).replace(/^"/, "") } : undefined;
}

/** `year` is the present one, offered as a value of `edited:` and `created:`. */
export function complete(
  text: string,
  caret: number,
  workspaces: readonly string[],
  year: number,
  known?: KnownNames,
): Completion[] {
  const word = wordAt(text, caret);
  if (word === undefined) return [];
  return candidates(word.typed, workspaces, year, known)
    .filter((candidate) => candidate.toLowerCase() !== word.typed.toLowerCase())
    .slice(0, MOST)
    .map((candidate) => {
      // A name waits for its value; a value is finished.
      const written = candidate.endsWith(":") ? candidate : `${candidate} `;
      const rest = text.slice(caret).replace(/^ /, "");
      const before = text.slice(0, word.start) + written;
      return { label: candidate, text: before + rest, caret: before.length };
    });
}

/** What is asked while a filter is being typed at the end: `report edited:w` asks for `report`,
 *  as long as its value can still become one that is known. */
export function withoutHalfFilter(text: string): string {
  const word = /\S+$/.exec(text)?.[0] ?? "";
  const colon = word.indexOf(":");
  const name = word.slice(0, Math.max(0, colon)).toLowerCase();
  const value = word.slice(colon + 1).toLowerCase();
  const filter = filters.find(({ names }) => names.includes(name));
  const half =
    value === "" ||
    (filter?.values.some((known) => known !== value && known.startsWith(value)) ?? false) ||
    (filter?.year === true && HALF_DATE.test(value));
  return filter !== undefined && half ? text.slice(0, text.length - word.length) : text;
}

/** Digits that are no year, month, day or number of days yet; also at the end of a span. */
const HALF_DATE = /(?:^|\.\.)(?:\d{1,3}|\d{4}-|\d{4}-\d|\d{4}-\d\d-\d?)$|[^.]\.$/;

/** The word that ends at the caret, quotation marks of a filter's value included. */
function wordAt(text: string, caret: number): { typed: string; start: number } | undefined {
  // In the middle of a word nobody wants its end replaced.
  if (/^\S/.test(text.slice(caret))) return undefined;
  const before = text.slice(0, caret);
  const found = QUOTED_OR_WORD.exec(before);
  const typed = found?.[1];
  if (typed === undefined || /^["“”„«»-]/.test(typed)) return undefined;
  return { typed, start: caret - typed.length };
}

function candidates(
  typed: string,
  workspaces: readonly string[],
  year: number,
  known: KnownNames | undefined,
): string[] {
  const colon = typed.indexOf(":");
  if (colon < 0) {
    if (typed.length < NAME_FROM) return [];
    const names = filters.map(({ names }) => `${names[0]}:`);
    return names.filter((name) => name.startsWith(typed.toLowerCase()));
  }
  const name = typed.slice(0, colon + 1).toLowerCase();
  const value = typed
    .slice(colon + 1)
    .replace(/^"/, "")
    .toLowerCase();
  // The core has chosen among them: some only have a word that begins so.
  if (known !== undefined && `${known.filter}:` === name && known.typed.toLowerCase() === value) {
    return known.names.map((one) => name + quoted(one));
  }
  return valuesOf(name, workspaces, year)
    .filter((candidate) => candidate.toLowerCase().startsWith(value))
    .map((candidate) => name + quoted(candidate));
}

function valuesOf(name: string, workspaces: readonly string[], year: number): readonly string[] {
  const filter = filters.find(({ names }) => names.some((one) => `${one}:` === name));
  if (filter === undefined) return [];
  if (filter.workspaces) return [...new Set(workspaces)];
  return filter.year ? [...filter.values, String(year)] : filter.values;
}

function quoted(value: string): string {
  // A quotation mark cannot be written inside quotation marks; the core finds names without it.
  return /\s/.test(value) ? `"${value.replace(/["“”„«»]/g, " ")}"` : value;
}
