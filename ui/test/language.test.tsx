//! Every word in every language: none is missing or left in English, and whoever chooses another
//! language reads it at once.
import { afterEach, describe, expect, test } from "vitest";
import type { UiError } from "../src/core/bindings";
import { filters } from "../src/core/filters";
import * as german from "../src/words/de";
import * as english from "../src/words/en";
import { describe as inWords } from "../src/words/errors";
import { plural, when, writeAs } from "../src/words/format";
import { languageOf, speakLanguage } from "../src/words/language";
import { acme, handbook, mara } from "./memory_host";
import { pseudo } from "./pseudo";
import { box, key, openWindow, settle, text } from "./window";

afterEach(() => {
  pseudo.plain();
  return speakLanguage("en", ["en"]);
});

/** Texts of a table and what its functions make of marked arguments, by their place. */
function texts(words: unknown, place: string): [place: string, text: string][] {
  if (typeof words === "string") return [[place, words]];
  if (typeof words === "function") {
    const args = Array.from({ length: words.length }, (_, at) => (at === 0 ? "7" : "9"));
    try {
      return texts(words(...args), `${place}()`);
    } catch {
      // It takes an object, or text: errors and names have tests of their own.
      return [];
    }
  }
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => texts(value, `${place}.${key}`));
}

/** The same in both languages, and rightly so. */
const SAME =
  /shell\.product|signIn\.product|languageNames|\.version\(\)|\.of\(\)|pathSeparator|correctedAfter|\.took\(\)|percent|zoomed|shell\.title\(\)|\.live$|^\.queryHelp\.\d\.0$|keys\.\d+\.0|severity|\.help$|mediaNames\.(video|bookmark)|\.token\.label|clientId|clientSecret|openInNames\.browser|administration\.(name|status)|(signIn|profilesLead)\.name|signIn\.name|statusHints\.active|\.index$|shell\.filters|search\.chips|\.home\.(editor|others)\(\)|places?\(\)|keyPlaces\.(Tab|Arrow\w+)/;

describe("German", () => {
  test("has every text that English has, and none is left as it was", () => {
    const of = (words: object) => new Map(texts({ ...words }, ""));
    const [en, de] = [of(english), of(german)];
    expect(en.size).toBeGreaterThan(400);
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
    const left = [...en].filter(([place, words]) => de.get(place) === words && words !== "");
    expect(left.map(([place]) => place).filter((place) => !SAME.test(place))).toEqual([]);
  });

  test("tells every filter that can be typed, as English does", () => {
    for (const words of [english, german]) {
      expect(Object.keys(words.filterMeanings)).toEqual(filters.map(({ names }) => names[0]));
    }
  });

  test("errors say what happened and what to do", async () => {
    await speakLanguage("de", ["de-AT"]);
    for (const code of Object.keys(english.errorWords)) {
      const fields = { seconds: 61, why: "address", file: "vault", port: 1, fault: "expired" };
      const words = inWords({ code, fields: { ...fields, ...special[code] } } as UiError);
      expect(words.text, code).toMatch(/^[A-ZÄÖÜ].*\.$/s);
      expect(words.action, code).toMatch(/^[A-ZÄÖÜ].*\.$/s);
      expect(words.text + words.action, code).not.toMatch(/undefined|NaN|!|\[object/);
    }
  });
  const special: Record<string, object> = {
    password_refused: { why: "too_common" },
    proxy: { fault: "silent" },
    notion: { status: 403, notion_code: "restricted_resource", message: "no" },
    refused_by_notion: { error: "invalid_scope" },
    not_notion: { status: 511 },
  };
});

test.each([
  ["system", ["de-AT", "en"], "de"],
  ["system", ["fr-FR", "de"], "de"],
  ["system", ["c"], "en"],
  ["system", [], "en"],
  ["en", ["de"], "en"],
  ["de", ["en"], "de"],
] as const)("chosen %s on a system with %o is %s", (chosen, system, spoken) => {
  expect(languageOf(chosen, system)).toBe(spoken);
});

test("plurals and dates are the language's", async () => {
  const pages = { one: "# page", few: "# pages, few", other: "# pages" };
  expect([plural(1, pages), plural(2, pages), plural(1200, pages)]).toEqual([
    "1 page",
    "2 pages",
    "1,200 pages",
  ]);
  writeAs("pl");
  expect([plural(2, pages), plural(5, { other: "#" })]).toEqual(["2 pages, few", "5"]);
  await speakLanguage("de", ["de-DE"]);
  expect(when(0, 7_200_000)).toMatch(/^vor 2 Std/);
  expect(document.documentElement.lang).toBe("de-DE");
});

const world = () => ({
  profiles: [mara],
  open: mara,
  connections: [{ ...acme }],
  pages: handbook(acme.workspace),
});

test("whoever chooses a language reads it at once, and is still in the settings", async () => {
  const host = openWindow(world());
  await settle();
  await key(box("Search pages"), "5", { altKey: true });
  box("Deutsch").click();
  await settle();
  expect(host.world.machine.language).toBe("de");
  expect(document.title).toBe("Einstellungen – Trove");
  expect(text()).toContain("Sperren nach");
  expect(text()).not.toContain("Lock after");
  box("English").click();
  await settle();
  expect(document.title).toBe("Settings – Trove");
});

test("layouts are tried with longer words and from right to left", async () => {
  pseudo.mirrored();
  openWindow(world());
  await settle();
  expect(document.documentElement.dir).toBe("rtl");
  expect(text()).not.toContain("Settings");
  pseudo.longer();
  await speakLanguage("en", ["en"]);
  expect(document.documentElement.dir).toBe("ltr");
  expect(inWords({ code: "locked" }).text.length).toBeGreaterThan("Trove is locked.".length * 1.4);
});
