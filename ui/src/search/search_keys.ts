//! What each key in the search box means, as a table. Not what is done about it.
import { hasMod, isComposing, keyOf } from "../input/shortcuts";

export type KeyAction =
  | { do: "move"; rows: number }
  | { do: "page"; pages: number }
  | { do: "first" | "last" | "copy_link" | "copy_markdown" | "pin" }
  | { do: "open"; other: boolean }
  | { do: "open_nth"; index: number }
  | { do: "ask_notion" | "insist" | "preview" | "clear" }
  | { do: "everything" | "sort" | "save" | "export" | "select_all" }
  /** As `move` and `page`, and what lies between is selected, too. */
  | { do: "extend"; rows: number }
  | { do: "extend_page"; pages: number }
  | { do: "mark"; by: number };

/** How the box stands when the key comes. */
export interface BoxState {
  empty: boolean;
  /** It is empty and nothing was chosen besides: there is nothing to go back from. */
  cleared: boolean;
  /** The caret is behind the last letter. */
  atEnd: boolean;
  /** Some of the text is marked: copying is then the box's own business. */
  marked: boolean;
  /** All of the text is marked, or there is none: marking all means the results. */
  wholeMarked: boolean;
  /** A page is selected. */
  selected: boolean;
}

export function searchKey(event: KeyboardEvent, box: BoxState): KeyAction | undefined {
  if (isComposing(event) || event.altKey) return undefined;
  if (hasMod(event)) return withMod(event, box);
  if (event.ctrlKey || event.metaKey) return undefined;
  if (event.shiftKey) return withShift(event);
  switch (event.key) {
    case "ArrowDown":
      return { do: "move", rows: 1 };
    case "ArrowUp":
      return { do: "move", rows: -1 };
    case "PageDown":
      return { do: "page", pages: 1 };
    case "PageUp":
      return { do: "page", pages: -1 };
    // With text in the box these move the caret, and with the modifier the selection.
    case "Home":
      return box.empty ? { do: "first" } : undefined;
    case "End":
      return box.empty ? { do: "last" } : undefined;
    case "Enter":
      return box.selected || !box.empty ? { do: "open", other: false } : undefined;
    case "Tab":
      return { do: "preview" };
    case "ArrowRight":
      return box.atEnd && !box.marked ? { do: "preview" } : undefined;
    case "Escape":
      // With nothing to clear, it is the window that goes.
      return box.cleared ? undefined : { do: "clear" };
    default:
      return undefined;
  }
}

function withShift(event: KeyboardEvent): KeyAction | undefined {
  switch (event.key) {
    case "ArrowDown":
      return { do: "extend", rows: 1 };
    case "ArrowUp":
      return { do: "extend", rows: -1 };
    case "PageDown":
      return { do: "extend_page", pages: 1 };
    case "PageUp":
      return { do: "extend_page", pages: -1 };
    default:
      return undefined;
  }
}

function withMod(event: KeyboardEvent, box: BoxState): KeyAction | undefined {
  const key = keyOf(event);
  if (event.shiftKey) {
    if (key === "enter") return { do: "ask_notion" };
    if (key === "g") return { do: "mark", by: -1 };
    if (key === "e") return { do: "export" };
    return key === "c" && box.selected ? { do: "copy_markdown" } : undefined;
  }
  if (/^[1-9]$/.test(key)) return { do: "open_nth", index: Number(key) - 1 };
  switch (key) {
    case "home":
      return { do: "first" };
    case "end":
      return { do: "last" };
    case "enter":
      return box.selected || !box.empty ? { do: "open", other: true } : undefined;
    case "a":
      return box.wholeMarked ? { do: "select_all" } : undefined;
    case "c":
      return box.selected && !box.marked ? { do: "copy_link" } : undefined;
    case "p":
      return box.selected ? { do: "pin" } : undefined;
    case "e":
      return { do: "insist" };
    case "g":
      return { do: "mark", by: 1 };
    case "b":
      return { do: "everything" };
    case "d":
      return box.empty ? undefined : { do: "sort" };
    case "s":
      return box.empty ? undefined : { do: "save" };
    default:
      return undefined;
  }
}
