//! Colours of code, fetched when the first code is shown: which stretches of a text are what.
//! Not how they look, and no HTML: the library hands over a tree.
import { common, createLowlight } from "lowlight";

/** A stretch of the text, by UTF-16 units, and what it is in the language. */
export interface Coloured {
  from: number;
  to: number;
  kind: string;
}

const lowlight = createLowlight(common);

/** In units of the text; longer code stays plain, so that no key waits for it. */
const LONGEST = 20_000;

/** Empty where the language is none of those that come along. */
export function colours(language: string, text: string): Coloured[] {
  const name = language.toLowerCase();
  if (text.length > LONGEST || !lowlight.registered(name)) return [];
  const found: Coloured[] = [];
  let at = 0;
  const walk = (node: Tree, kind: string | undefined) => {
    if (node.type === "text") {
      const length = node.value?.length ?? 0;
      if (kind !== undefined) found.push({ from: at, to: at + length, kind });
      at += length;
    }
    const own = node.properties?.className?.find((part) => part.startsWith("hljs-"));
    for (const child of node.children ?? []) walk(child, own?.slice("hljs-".length) ?? kind);
  };
  walk(lowlight.highlight(name, text) as Tree, undefined);
  return found;
}

interface Tree {
  type: string;
  value?: string;
  properties?: { className?: string[] };
  children?: Tree[];
}
