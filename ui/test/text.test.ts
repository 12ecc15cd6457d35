//! Small transformations of text: suggestions for filters, passages, links.
import { describe, expect, test } from "vitest";
import { complete, withoutHalfFilter } from "../src/search/filter_completion";
import { markdownLink } from "../src/search/markdown_link";
import { passagesOf, startNearMark } from "../src/parts/passage";

test.each([
  ["report edited:", "report "],
  ["report edited:w", "report "],
  ["report EDITED:toda", "report "],
  ["edited:", ""],
  ["report created:20", "report "],
  ["report edited:2026-0", "report "],
  ["report edited:2026-01..", "report edited:2026-01.."],
  ["report edited:2026-01..20", "report "],
  ["report type:pa", "report "],
  ["report in:", "report "],
  // Whole, or nothing that is known.
  ["report edited:week", "report edited:week"],
  ["report edited:7d", "report edited:7d"],
  ["report edited:2026", "report edited:2026"],
  ["report edited:2026-01", "report edited:2026-01"],
  ["report edited:soon", "report edited:soon"],
  ["report in:Hand", "report in:Hand"],
  ["ws:ac", "ws:ac"],
  // The person has gone on.
  ["report edited:w ", "report edited:w "],
  ["https://www.notion.so/x", "https://www.notion.so/x"],
  ["12:30", "12:30"],
])("while a filter is half typed, %j asks for %j", (typed, asked) => {
  expect(withoutHalfFilter(typed)).toBe(asked);
});

describe("filter suggestions", () => {
  const spaces = ["Acme Studio", "notes", 'The "Big" one'];
  const labels = (text: string, caret = text.length) =>
    complete(text, caret, spaces, 2026).map(({ label }) => label);

  test.each([
    ["", []],
    ["t", []],
    ["ty", ["type:"]],
    ["TY", ["type:"]],
    ["by", ["by:"]],
    ["type:", ["type:page", "type:database", "type:row"]],
    ["type:ro", ["type:row"]],
    ["type:row", []],
    ["edited:", ["edited:today", "edited:yesterday", "edited:week", "edited:month", "edited:2026"]],
    ["edited:m", ["edited:month"]],
    ["ws:", ['ws:"Acme Studio"', "ws:notes", 'ws:"The  Big  one"']],
    ["ws:ac", ['ws:"Acme Studio"']],
    ['ws:"acme s', ['ws:"Acme Studio"']],
    ["in:x", []],
    ["-ty", []],
    ['"ty', []],
    ["unknown:x", []],
  ])("%s", (text, expected) => expect(labels(text)).toEqual(expected));

  test("only the word that ends at the caret is completed, and the rest stays", () => {
    expect(labels("type:row", 4)).toEqual([]);
    const [first] = complete("ty kettle", 2, spaces, 2026);
    expect(first).toEqual({ label: "type:", text: "type:kettle", caret: 5 });
    const [value] = complete("tea type:r and milk", 10, spaces, 2026);
    expect(value).toEqual({ label: "type:row", text: "tea type:row and milk", caret: 13 });
  });
});

const passage = (before: string) => ({
  segments: [
    { text: before, marked: false },
    { text: "kettle", marked: true },
    { text: " is on the left", marked: false },
  ],
  cut_before: false,
  cut_after: false,
});

describe("a passage on one line", () => {
  const lead = (before: string) => startNearMark(passage(before)).segments[0]?.text;

  test("a short lead stays whole", () => {
    expect(startNearMark(passage("The "))).toEqual(passage("The "));
  });
  test("a long one begins with a whole word near the mark, and says that it is cut", () => {
    const cut = startNearMark(passage("Whoever comes first in the morning fills the "));
    expect(cut.segments[0]?.text).toBe("in the morning fills the ");
    expect(cut.cut_before).toBe(true);
    expect(cut.segments.slice(1)).toEqual(passage("").segments.slice(1));
  });
  test("of a word that is too long nothing is left over", () => {
    expect(lead("See https://example.org/seeding-in-ninety-seconds.mp4 ")).toBe("");
  });
  test("where words have no gaps, no character is cut in two", () => {
    expect(lead("👩‍👩‍👧".repeat(12))).toMatch(/^(👩‍👩‍👧)+$/u);
  });
});

describe("the text of a hit", () => {
  const title = (before: string) => [
    { text: before, marked: false },
    { text: "kettle", marked: true },
  ];

  test("a title found by a word beyond the end of its row stands there once more", () => {
    const late = {
      title: title("Who fills it, who empties it, and who is to blame for the "),
      passages: [],
    };
    expect(passagesOf(late).map(({ segments }) => segments)).toEqual([late.title]);
    expect(passagesOf({ ...late, passages: [passage("The ")] })).toEqual([passage("The ")]);
    expect(passagesOf({ title: title("The "), passages: [] })).toEqual([]);
    expect(passagesOf({ title: [], passages: [] })).toEqual([]);
  });
});

describe("a Markdown link", () => {
  test.each([
    ["Kitchen rota", "https://n.so/a", "[Kitchen rota](https://n.so/a)"],
    ["a [b] *c* `d` <e>", "https://n.so/a", "[a \\[b\\] \\*c\\* \\`d\\` \\<e>](https://n.so/a)"],
    ["two\nlines", "https://n.so/a(b) c", "[two lines](https://n.so/a%28b%29%20c)"],
  ])("%s", (title, url, link) => expect(markdownLink(title, url)).toBe(link));
});
