//! Cuts the runs of a code block where its colours begin and end, so that marks stay. Pure.
import type { PreviewRun } from "../core/bindings";
import type { Coloured } from "./code_colours";

export interface CodePiece {
  text: string;
  marked: boolean;
  kind: string | undefined;
}

export function codePieces(runs: readonly PreviewRun[], colours: readonly Coloured[]): CodePiece[] {
  const pieces: CodePiece[] = [];
  let start = 0;
  let next = 0;
  for (const { text, marked } of runs) {
    let at = start;
    const end = start + text.length;
    const take = (to: number, kind: string | undefined) => {
      if (to > at) pieces.push({ text: text.slice(at - start, to - start), marked, kind });
      at = Math.max(at, to);
    };
    for (let colour = colours[next]; colour !== undefined && colour.from < end;) {
      take(Math.min(colour.from, end), undefined);
      take(Math.min(colour.to, end), colour.kind);
      // It goes on in the next run.
      if (colour.to > end) break;
      next += 1;
      colour = colours[next];
    }
    take(end, undefined);
    start = end;
  }
  return pieces;
}
