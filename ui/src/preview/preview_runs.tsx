//! Runs of a page's text: marks, emphasis, links that only say where they lead. Text nodes only.
import { For } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { PreviewRun } from "../core/bindings";
import css from "./preview_blocks.module.css";

export function Runs(props: { runs: readonly PreviewRun[] }) {
  return (
    <For each={props.runs}>
      {(run) => (
        <Dynamic
          component={run.marked ? "mark" : run.code ? "code" : "span"}
          class={looks(run)}
          title={run.link ?? undefined}
        >
          {run.text}
        </Dynamic>
      )}
    </For>
  );
}

function looks(run: PreviewRun): string | undefined {
  const names = [
    run.bold && css.bold,
    run.italic && css.italic,
    run.strikethrough && css.strikethrough,
    run.underline && css.underline,
    run.code && css.code,
    run.link !== null && css.leads,
    run.mention && css.mention,
  ].filter(Boolean);
  return names.length === 0 ? undefined : names.join(" ");
}
