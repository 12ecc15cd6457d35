//! What the menu of actions offers in the search view: for the selected page, and for the search.
import type { OpenIn, SearchSort } from "../core/bindings";
import type { MenuAction } from "../state/menu_actions";
import { home } from "../words/home";
import { hitSortNames, search as words } from "../words/search";
import { openInPlace } from "../words/shell";
import type { Pages } from "./page_actions";

export interface Situation {
  /** Selected together, or the one that the keys are at. */
  pages: Pages;
  /** There are results that could be selected. */
  some: boolean;
  pinned: boolean;
  openIn: OpenIn;
  /** What was typed was replaced by something close. */
  corrected: boolean;
  /** Something is asked for. */
  asks: boolean;
  sort: SearchSort;
  saved: boolean;
  everything: boolean;
  /** Others changed something since the last look. */
  changed: boolean;
  means: {
    open(other: boolean): void;
    copyLink(): void;
    copyMarkdown(): void;
    copyTitle(): void;
    copyPassage(): void;
    pin(): void;
    selectAll(): void;
    export(): void;
    askNotion(): void;
    insist(): void;
    sort(): void;
    save(): void;
    everything(): void;
    seen(): void;
    forgetRecent(): void;
  };
}

export function pageActions(now: Situation): MenuAction[] {
  const { means } = now;
  const other: OpenIn = now.openIn === "browser" ? "notion_app" : "browser";
  const count = now.pages.length;
  const named = (name: string) => (count > 1 ? words.onSelected(name, count) : name);
  const place = (where: OpenIn) => named(words.open(openInPlace[where]));
  const onPages: MenuAction[] = [
    { name: place(now.openIn), keys: "Enter", run: () => means.open(false) },
    { name: place(other), keys: "Mod Enter", run: () => means.open(true) },
    { name: named(words.copyLink), keys: "Mod C", run: () => means.copyLink() },
    { name: named(words.copyMarkdown), keys: "Mod Shift C", run: () => means.copyMarkdown() },
    { name: named(words.copyTitle), run: () => means.copyTitle() },
    { name: named(words.copyPassage), run: () => means.copyPassage() },
    { name: named(now.pinned ? words.unpin : words.pin), keys: "Mod P", run: () => means.pin() },
  ];
  return [
    ...(count === 0 ? [] : onPages),
    ...(now.some ? [{ name: words.selectAll, keys: "Mod A", run: () => means.selectAll() }] : []),
    { name: words.export, keys: "Mod Shift E", run: () => means.export() },
    ...(now.asks ? onSearch(now) : beforeSearch(now)),
    ...(now.corrected
      ? [{ name: words.insistMenu, keys: "Mod E", run: () => means.insist() }]
      : []),
  ];
}

function onSearch({ sort, saved, means }: Situation): MenuAction[] {
  const other: SearchSort = sort === "relevance" ? "edited" : "relevance";
  return [
    { name: words.sortedBy(hitSortNames[other]), keys: "Mod D", run: () => means.sort() },
    { name: saved ? home.unsave : home.save, keys: "Mod S", run: () => means.save() },
    { name: words.askNotionToo, keys: "Mod Shift Enter", run: () => means.askNotion() },
  ];
}

function beforeSearch({ everything, changed, means }: Situation): MenuAction[] {
  return [
    {
      name: everything ? home.backToHome : home.everything,
      keys: "Mod B",
      run: () => means.everything(),
    },
    ...(changed ? [{ name: home.seen, run: () => means.seen() }] : []),
    { name: home.forgetRecent, run: () => means.forgetRecent() },
  ];
}
