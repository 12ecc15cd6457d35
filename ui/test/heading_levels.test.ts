//! The outline of a page: whatever Notion's levels are, none is skipped on the way down.
import { expect, test } from "vitest";
import type { PreviewBlock } from "../src/core/bindings";
import { headingLevels } from "../src/preview/heading_levels";

const heading = (level: number, children: PreviewBlock[] = []): PreviewBlock => ({
  kind: { type: "heading", level },
  runs: [],
  children,
});
const levels = (blocks: PreviewBlock[]) => [...headingLevels(blocks).values()];

test.each([
  { notion: [1, 2, 3], shown: [3, 4, 5] },
  { notion: [3, 3, 1], shown: [3, 3, 3] },
  { notion: [2, 3, 1, 3], shown: [3, 4, 3, 4] },
  { notion: [1, 3, 2], shown: [3, 4, 4] },
  { notion: [1, 2, 3, 4, 5], shown: [3, 4, 5, 6, 6] },
])("$notion becomes $shown", ({ notion, shown }) => {
  expect(levels(notion.map((level) => heading(level)))).toEqual(shown);
});

test("a heading inside a foldable one stands under it", () => {
  expect(levels([heading(3, [heading(3), heading(1)]), heading(2)])).toEqual([3, 4, 4, 3]);
  expect(levels([heading(2, [heading(3)])])).toEqual([3, 4]);
});

test("no level is skipped, whatever comes", () => {
  let seed = 7;
  const next = () => (seed = (seed * 48271) % 2147483647) % 4;
  for (let page = 0; page < 200; page += 1) {
    const shown = levels(Array.from({ length: 12 }, () => heading(1 + next())));
    shown.reduce((before, level) => {
      expect(level).toBeGreaterThanOrEqual(3);
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 2);
  }
});
