//! An equation, set once what sets it has been fetched. What is not understood stays as it was
//! written, and so does what has a mark in it.
import { createResource, Show } from "solid-js";
import type { PreviewRun } from "../core/bindings";
import { preview as words } from "../words/preview";
import css from "./preview_blocks.module.css";
import { Runs } from "./preview_runs";

export function Equation(props: { runs: readonly PreviewRun[] }) {
  const tex = () => props.runs.map((run) => run.text).join("");
  const isMarked = () => props.runs.some((run) => run.marked);
  const [set] = createResource(() => !isMarked() && tex(), elements);
  return (
    <Show
      when={set.state === "ready" && set()}
      fallback={
        <p class={css.equation} role="math" aria-label={words.equation} dir="ltr">
          <Runs runs={props.runs} />
        </p>
      }
    >
      {(formula) => (
        // Wide ones are scrolled, by keys too.
        <div
          class={css.formula}
          role="region"
          aria-label={words.equation}
          tabindex="0"
          dir="ltr"
          title={tex()}
        >
          {formula()}
        </div>
      )}
    </Show>
  );
}

async function elements(tex: string): Promise<Element | undefined> {
  const { equationElements } = await import("./equation_elements");
  return equationElements(tex);
}
