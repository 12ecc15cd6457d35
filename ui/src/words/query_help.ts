//! What can be typed besides words, as the dialog of keys lists it. Apart from the search view's
//! words: the window starts with those.
import { filters } from "../core/filters";
import * as english from "./en/query_help";
import { spoken } from "./spoken";

const filterMeanings = spoken("filterMeanings", english.filterMeanings);
const queryHelp = spoken("queryHelp", english.queryHelp);

/** What can be typed besides words, as the shortcuts dialog lists it. */
export function filterHelp(): [example: string, meaning: string][] {
  const meanings: Record<string, string> = filterMeanings;
  return [
    ...filters.map(({ names, examples, meaning }): [string, string] => [
      examples.join(" "),
      // A filter that is newer than the words is explained as the core does.
      meanings[names[0] ?? ""] ?? meaning,
    ]),
    ...queryHelp,
  ];
}
