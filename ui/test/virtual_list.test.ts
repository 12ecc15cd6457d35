//! The arithmetic of the long list, at both ends and beyond what an engine can draw.
import { describe, expect, test } from "vitest";
import {
  contentHeight,
  MAX_HEIGHT,
  ROW,
  rowsPerPage,
  rowTop,
  scrollToShow,
  visibleRange,
} from "../src/search/virtual_list";

/** Ten rows high. */
const VIEW = ROW * 10;
const at = (total: number, scrollTop: number, viewport = VIEW) => ({ total, viewport, scrollTop });

describe("virtual list", () => {
  test.each([
    [at(0, 0), { from: 0, to: 0 }],
    [at(3, 0), { from: 0, to: 3 }],
    [at(1000, 0), { from: 0, to: 12 }],
    [at(1000, ROW * 100), { from: 98, to: 112 }],
    [at(1000, ROW * 100 + 1), { from: 98, to: 113 }],
    [at(1000, 1000 * ROW - VIEW), { from: 988, to: 1000 }],
    // Rubber-banding and a list that just got shorter scroll past the ends.
    [at(1000, -300), { from: 0, to: 12 }],
    [at(20, 90_000), { from: 8, to: 20 }],
  ])("%o shows %o", (geometry, range) => {
    expect(visibleRange(geometry, 2)).toEqual(range);
  });

  test.each([
    [5, at(1000, 0), 0],
    [10, at(1000, 0), ROW],
    [0, at(1000, VIEW), 0],
    [999, at(1000, 0), 1000 * ROW - VIEW],
    [3, at(1000, ROW * 3 + 10), ROW * 3],
  ])("row %i is shown from %o by scrolling to %i", (index, geometry, scrollTop) => {
    expect(scrollToShow(index, geometry)).toBe(scrollTop);
  });

  test("a hundred thousand rows are not compressed, a million are", () => {
    expect(contentHeight(100_000)).toBe(100_000 * ROW);
    expect(contentHeight(1_000_000)).toBe(MAX_HEIGHT);
  });

  test("every row of a compressed list can be reached and is wholly visible then", () => {
    const total = 1_000_000;
    for (const index of [0, 1, 17, 500_000, 999_998, 999_999]) {
      const geometry = at(total, 123_456);
      const scrollTop = scrollToShow(index, geometry);
      const shown = { ...geometry, scrollTop };
      const range = visibleRange(shown, 0);
      expect(range.from).toBeLessThanOrEqual(index);
      expect(range.to).toBeGreaterThan(index);
      const top = rowTop(index, shown) - scrollTop;
      expect(top).toBeGreaterThanOrEqual(-0.5);
      expect(top + ROW).toBeLessThanOrEqual(VIEW + 0.5);
      expect(scrollTop).toBeLessThanOrEqual(MAX_HEIGHT - VIEW);
    }
  });

  test("rows next to each other stay one row apart, compressed or not", () => {
    for (const total of [100, 1_000_000]) {
      const geometry = at(total, 2_000);
      expect(rowTop(51, geometry) - rowTop(50, geometry)).toBeCloseTo(ROW, 5);
    }
  });

  test("a page key keeps one row of what was seen", () => {
    expect(rowsPerPage(VIEW)).toBe(9);
    expect(rowsPerPage(0)).toBe(1);
  });
});
