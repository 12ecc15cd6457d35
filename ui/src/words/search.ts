//! Words of the search view: the box, the results, the empty states. Not the preview's and not
//! the sentence on progress: those are `preview.ts` and `progress.ts`.
import type { Covers, SearchHit, Total } from "../core/bindings";
import { list } from "./format";
import * as english from "./en/search";
import { spoken } from "./spoken";

export const search = spoken("search", english.search);
export const kindNames = spoken("kindNames", english.kindNames);
export const oneKind = spoken("oneKind", english.oneKind);
export const sortNames = spoken("sortNames", english.sortNames);
export const hitSortNames = spoken("hitSortNames", english.hitSortNames);

function quoted(words: readonly string[]): string {
  return list(words.map(search.quoted));
}

export function unknownNamesWords(names: readonly string[]): string {
  return names.length === 1
    ? search.unknownName(quoted(names))
    : search.unknownNames(quoted(names));
}

export function leftOutWords(words: readonly string[]): string {
  return search.leftOut(quoted(words));
}

/** Why a page answers, where that is not plain to see; empty where it is. */
export function whyWords(
  hit: Pick<SearchHit, "lacks" | "in_path" | "in_properties" | "other_forms">,
): string {
  const parts = hit.other_forms.map(({ found, typed }) =>
    search.otherForm(search.quoted(found), search.quoted(typed)),
  );
  if (hit.in_properties.length > 0) parts.unshift(search.inProperties(quoted(hit.in_properties)));
  if (hit.in_path.length > 0) parts.unshift(search.inPath(quoted(hit.in_path)));
  if (hit.lacks.length > 0) parts.unshift(search.lacks(quoted(hit.lacks)));
  return parts.join(" · ");
}

/** `12 pages`, or that counting stopped. */
export function totalWords(total: Total): string {
  return total.count === "exactly" ? search.count(total.pages) : search.countMany(total.at_least);
}

/** What an answer of nothing leaves open. */
export function mayBeMissingWords({ first_listing, listed_short, capped }: Covers): string[] {
  return [
    first_listing ? search.notAllKnown : "",
    listed_short ? search.listedShort : "",
    capped ? search.capped : "",
  ].filter((sentence) => sentence !== "");
}

export function countWords(shown: number, known: number): string {
  return shown === known ? search.count(shown) : search.countOf(shown, known);
}
