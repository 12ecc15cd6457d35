//! Code, coloured once the colours have been fetched; until then, and where there are none, plain.
import { createResource, For, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { PreviewRun } from "../core/bindings";
import { type CodePiece, codePieces } from "./code_pieces";
import css from "./preview_blocks.module.css";
import { Runs } from "./preview_runs";

interface Code {
  runs: readonly PreviewRun[];
  language: string | null;
}

export function CodeText(props: Code) {
  const [pieces] = createResource(() => ({ runs: props.runs, language: props.language }), coloured);
  return (
    <Show when={pieces.state === "ready" && pieces()} fallback={<Runs runs={props.runs} />}>
      {(shown) => (
        <For each={shown()}>
          {(piece) => (
            <Dynamic
              component={piece.marked ? "mark" : "span"}
              class={piece.kind === undefined ? undefined : css.token}
              data-token={piece.kind}
            >
              {piece.text}
            </Dynamic>
          )}
        </For>
      )}
    </Show>
  );
}

/** Undefined where it stays plain. */
async function coloured({ runs, language }: Code): Promise<CodePiece[] | undefined> {
  if (language === null) return undefined;
  const { colours } = await import("./code_colours");
  const found = colours(language, runs.map((run) => run.text).join(""));
  return found.length === 0 ? undefined : codePieces(runs, found);
}
