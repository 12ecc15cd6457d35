//! Puts list items that follow one another into one list, as elements want them. Pure.
import type { PreviewBlock } from "../core/bindings";

type ListKind = "bulleted" | "ordered" | "to-do";

/** Blocks side by side; `at` is where the first stands. `list` is undefined for all others. */
export interface Grouped {
  list: ListKind | undefined;
  at: number;
  blocks: PreviewBlock[];
}

export function groupBlocks(blocks: readonly PreviewBlock[]): Grouped[] {
  const groups: Grouped[] = [];
  blocks.forEach((block, at) => {
    const list = listOf(block);
    const last = groups.at(-1);
    if (last !== undefined && last.list === list) last.blocks.push(block);
    else groups.push({ list, at, blocks: [block] });
  });
  return groups;
}

function listOf(block: PreviewBlock): ListKind | undefined {
  switch (block.kind.type) {
    case "bulleted":
      return "bulleted";
    case "numbered":
      return "ordered";
    case "to_do":
      return "to-do";
    default:
      return undefined;
  }
}
