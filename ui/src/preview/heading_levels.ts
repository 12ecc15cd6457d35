//! Which level each heading of a page has in the window. Notion lets a page begin with its
//! smallest heading; a screen reader's outline must not skip a level. Pure.
import type { PreviewBlock } from "../core/bindings";

/** The page's title has this one. */
const TITLE = 2;
const LOWEST = 6;

export function headingLevels(blocks: readonly PreviewBlock[]): ReadonlyMap<PreviewBlock, number> {
  const levels = new Map<PreviewBlock, number>();
  /** `depth` is how many headings these blocks stand under together. */
  const walk = (siblings: readonly PreviewBlock[], depth: number) => {
    /** Notion's levels of the headings that the present place stands under, besides those. */
    const above: number[] = [];
    for (const block of siblings) {
      if (block.kind.type === "heading") {
        const own = block.kind.level;
        while ((above.at(-1) ?? 0) >= own) above.pop();
        above.push(own);
        levels.set(block, Math.min(LOWEST, TITLE + depth + above.length));
      }
      walk(block.children, depth + above.length);
    }
  };
  walk(blocks, 0);
  return levels;
}
