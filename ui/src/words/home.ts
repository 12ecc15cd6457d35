//! Words of what is there before a letter is typed, and of searches that are kept.
import type { Changed, SavedSearch } from "../core/bindings";
import { list } from "./format";
import * as english from "./en/home";
import { spoken } from "./spoken";

export const home = spoken("home", english.home);

/** People named one by one; the others are counted together. */
const NAMED = 3;

/** How many pages, by whom, since when. */
export function changedWords(changed: Changed, since: string): string {
  const named = changed.by.slice(0, NAMED).map(({ name, pages }) => home.editor(name, pages));
  const others = changed.by.slice(NAMED).reduce((sum, { pages }) => sum + pages, 0);
  if (others > 0) named.push(home.others(others));
  return home.changed(changed.total, list(named), since);
}

export function newHitsWords({ new: fresh, more }: Pick<SavedSearch, "new" | "more">): string {
  return more ? home.newHitsMost(fresh) : home.newHits(fresh);
}
