//! Does what a key in the search box means. Which key means what is `search_keys.ts`.
import type { Opening } from "./opening";
import type { Results } from "./results_state";
import type { KeyAction } from "./search_keys";

export interface Performers {
  results: Results;
  opening: Opening;
  /** What is done with the selected page; nothing where none is. */
  page: { copyLink(): void; copyMarkdown(): void; pin(): void };
  /** Answers whether there was a preview to go to. */
  toPreview(): boolean;
  clear(): void;
  /** Brings back an older search; answers whether there was one. */
  recall(): boolean;
  everything(): void;
  mark(by: number): void;
  sort(): void;
  save(): void;
  export(): void;
}

/** The performer answers whether it used the key: one it did not goes its usual way. */
export function createPerformer(means: Performers): (action: KeyAction) => boolean {
  const { results, opening, page } = means;
  return (action) => {
    switch (action.do) {
      case "move":
        if (action.rows < 0 && means.recall()) break;
        results.moveBy(action.rows);
        break;
      case "page":
        results.moveByPages(action.pages);
        break;
      case "extend":
        results.extend(() => results.moveBy(action.rows));
        break;
      case "extend_page":
        results.extend(() => results.moveByPages(action.pages));
        break;
      case "select_all":
        return results.selectAll();
      case "first":
        results.moveTo(0);
        break;
      case "last":
        results.moveTo(results.length() - 1);
        break;
      case "open":
        opening.open(action.other);
        break;
      case "open_nth":
        opening.openNth(action.index, false);
        break;
      case "copy_link":
        page.copyLink();
        break;
      case "copy_markdown":
        page.copyMarkdown();
        break;
      case "pin":
        page.pin();
        break;
      case "ask_notion":
        results.hits.askNotion();
        break;
      case "insist":
        results.hits.insist();
        break;
      case "preview":
        return means.toPreview();
      case "clear":
        means.clear();
        break;
      case "everything":
        means.everything();
        break;
      case "mark":
        means.mark(action.by);
        break;
      case "sort":
        means.sort();
        break;
      case "save":
        means.save();
        break;
      case "export":
        means.export();
        break;
    }
    return true;
  };
}
