//! Cuts a passage for one line: what is before its first mark is shortened so that the mark
//! is on screen. Pure. Not where passages are chosen: that is the core.
import type { Passage, SearchHit } from "../core/bindings";

/** As many characters before the first mark as a narrow line can spare. */
const LEAD = 28;

export function startNearMark(passage: Passage): Passage {
  const first = passage.segments.findIndex((segment) => segment.marked);
  if (first < 0) return passage;
  const lead = passage.segments
    .slice(0, first)
    .map((segment) => segment.text)
    .join("");
  if (lead.length <= LEAD) return passage;
  return {
    ...passage,
    cut_before: true,
    segments: [{ text: tail(lead), marked: false }, ...passage.segments.slice(first)],
  };
}

/** A title takes about so many characters of a row. */
const ROW = 48;

/** What is shown of a hit's text. A title that is found by a word beyond its row's end stands
 *  there once more, so that the word is seen. */
export function passagesOf(hit: Pick<SearchHit, "title" | "passages">): Passage[] {
  const first = hit.title.findIndex((segment) => segment.marked);
  if (hit.passages.length > 0 || first < 0) return hit.passages;
  const lead = hit.title.slice(0, first).reduce((length, { text }) => length + text.length, 0);
  return lead < ROW ? [] : [{ segments: hit.title, cut_before: false, cut_after: false }];
}

/** The end of a text, from the beginning of a word; of a character, where words have no gaps. */
function tail(text: string): string {
  const from = text.length - LEAD;
  const gap = text.slice(from).search(/\s/);
  if (gap >= 0) return text.slice(from + gap).trimStart();
  const character = new Intl.Segmenter(undefined, { granularity: "grapheme" })
    .segment(text)
    .containing(from);
  return text.slice(character === undefined ? from : character.index);
}
