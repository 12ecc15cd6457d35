//! Shortcuts on keyboards of several languages: what the key says counts, and where it says
//! nothing in Latin, its place. Each row is what an engine sends for the keys of that layout.
import { expect, test } from "vitest";
import { isModKey, keyOf } from "../src/input/shortcuts";
import { pageActions, type Situation } from "../src/search/menu";
import { searchKey } from "../src/search/search_keys";
import { shortcutGroups } from "../src/words/shell";

/** Layout → place of the key → what it types there. */
const layouts: Record<string, Record<string, string>> = {
  us: { KeyL: "l", KeyF: "f", KeyP: "p", KeyC: "c", KeyE: "e", Digit1: "1", Digit9: "9" },
  ru: { KeyL: "д", KeyF: "а", KeyP: "з", KeyC: "с", KeyE: "у", Digit1: "1", Digit9: "9" },
  el: { KeyL: "λ", KeyF: "φ", KeyP: "π", KeyC: "ψ", KeyE: "ε", Digit1: "1", Digit9: "9" },
  he: { KeyL: "ך", KeyF: "כ", KeyP: "פ", KeyC: "ב", KeyE: "ק", Digit1: "1", Digit9: "9" },
  // French types its digits with Shift; the letters are Latin, and stand where they say.
  fr: { KeyL: "l", KeyF: "f", KeyP: "p", KeyC: "c", KeyE: "e", Digit1: "&", Digit9: "ç" },
  cs: { KeyL: "l", KeyF: "f", KeyP: "p", KeyC: "c", KeyE: "e", Digit1: "+", Digit9: "í" },
};

const press = (layout: string, code: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", {
    code,
    key: layouts[layout]?.[code] ?? "",
    ctrlKey: true,
    ...more,
  });

const meanings: [code: string, key: string][] = [
  ["KeyL", "l"],
  ["KeyF", "f"],
  ["KeyP", "p"],
  ["KeyC", "c"],
  ["KeyE", "e"],
  ["Digit1", "1"],
  ["Digit9", "9"],
];

for (const layout of Object.keys(layouts)) {
  test.each(meanings)(`${layout}: the key at %s means %s`, (code, key) => {
    expect(keyOf(press(layout, code))).toBe(key);
    expect(keyOf(press(layout, code, { key: press(layout, code).key.toUpperCase() }))).toBe(key);
  });

  test(`${layout}: the box and the window hear their shortcuts`, () => {
    const box = {
      empty: true,
      cleared: true,
      atEnd: true,
      marked: false,
      wholeMarked: true,
      selected: true,
    };
    expect(searchKey(press(layout, "Digit9"), box)).toEqual({ do: "open_nth", index: 8 });
    expect(searchKey(press(layout, "KeyP"), box)).toEqual({ do: "pin" });
    expect(searchKey(press(layout, "KeyC", { shiftKey: true }), box)).toEqual({
      do: "copy_markdown",
    });
    expect(searchKey(press(layout, "KeyE", { shiftKey: true }), box)).toEqual({ do: "export" });
    expect(searchKey(press(layout, "KeyA"), box)).toEqual({ do: "select_all" });
    expect(searchKey(press(layout, "KeyA"), { ...box, wholeMarked: false })).toBeUndefined();
    expect(isModKey(press(layout, "KeyL"), "l")).toBe(true);
    expect(isModKey(press(layout, "KeyF"), "l")).toBe(false);
  });
}

test("a Latin layout that moves its letters is taken at its word", () => {
  // Dvorak has "p" where others have "r", and a comma where others have "w".
  expect(keyOf(new KeyboardEvent("keydown", { code: "KeyR", key: "p" }))).toBe("p");
  expect(keyOf(new KeyboardEvent("keydown", { code: "KeyW", key: "," }))).toBe(",");
  // French has "a" where others have "q".
  expect(keyOf(new KeyboardEvent("keydown", { code: "KeyQ", key: "a" }))).toBe("a");
});

test("every key that the menu of actions names is in the list of keys", () => {
  const listed = shortcutGroups.flatMap((group) => group.keys.map(([keys]) => keys));
  const before: Situation = {
    pages: [{ id: "1", kind: "page", title: [], url: "", pinned: false }],
    some: true,
    pinned: false,
    openIn: "browser",
    corrected: true,
    asks: false,
    sort: "relevance",
    saved: false,
    everything: false,
    changed: true,
    means: new Proxy({} as Situation["means"], { get: () => () => undefined }),
  };
  const actions = [...pageActions(before), ...pageActions({ ...before, asks: true })];
  const named = actions.flatMap(({ keys }) => keys ?? []);
  expect(named).toContain("Mod A");
  expect(named.filter((keys) => !listed.includes(keys))).toEqual([]);
});
