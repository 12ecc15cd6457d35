//! Code in its colours: marks stay.
import { expect, test, vi } from "vitest";
import type { PreviewRun } from "../src/core/bindings";
import { colours } from "../src/preview/code_colours";
import { codePieces } from "../src/preview/code_pieces";
import { acme, handbook, mara } from "./memory_host";
import { block, run } from "./memory_search";
import { openWindow, settle } from "./window";

const pages = handbook(acme.workspace);
const first = pages[0]?.id ?? "";

test("stretches tell what they are, and a language that is not known has none", () => {
  expect(colours("Rust", 'fn a() { "b" }').map(({ from, to, kind }) => [from, to, kind])).toEqual([
    [0, 2, "keyword"],
    [3, 4, "title"],
    [9, 12, "string"],
  ]);
  expect(colours("klingon", "fn a()")).toEqual([]);
  expect(colours("rust", "fn a() {}".repeat(5000))).toEqual([]);
});

test("runs are cut where colours begin and end: nothing is lost, marks stay", () => {
  const runs = ["fn ma", "in() {", ' "x" }'].map((text, at) => run(text, { marked: at === 1 }));
  const text = runs.map((one) => one.text).join("");
  const pieces = codePieces(runs, colours("rust", text));
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.map(({ text, marked, kind }) => [text, marked, kind])).toEqual([
    ["fn", false, "keyword"],
    [" ", false, undefined],
    ["ma", false, "title"],
    ["in", true, "title"],
    ["() {", true, undefined],
    [" ", false, undefined],
    ['"x"', false, "string"],
    [" }", false, undefined],
  ]);
});

async function showing(runs: PreviewRun[]) {
  const of = { type: "code", language: "rust" } as const;
  openWindow({
    profiles: [mara],
    open: mara,
    connections: [{ ...acme }],
    pages,
    blocks: new Map([[first, [block(of, runs)]]]),
  });
  await settle();
  await vi.waitFor(() => expect(document.querySelector(".blocks")).not.toBeNull());
}

test("code is coloured when its colours are there", async () => {
  await showing([run("fn "), run("main", { marked: true }), run("() {}")]);
  await vi.waitFor(() =>
    expect(document.querySelector('[data-token="keyword"]')?.textContent).toBe("fn"),
  );
  expect(document.querySelector("code mark")?.textContent).toBe("main");
  expect(document.querySelector("code")?.textContent).toBe("fn main() {}");
});
