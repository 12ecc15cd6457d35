//! The system's language as `Intl` takes it.
import { expect, test } from "vitest";
import { languageTag } from "../src/words/format";

// With the locale "C" the window stayed blank: WebKitGTK's language was "c", and `Intl` threw.
test("what is no language tag is none", () => {
  expect(["c", "", "C.UTF-8"].map(languageTag)).toEqual([undefined, undefined, undefined]);
  expect(["en-US", "de", "zh-hant-tw"].map(languageTag)).toEqual(["en-US", "de", "zh-Hant-TW"]);
});
