//! An equation, set as MathML by a library that is fetched when the first one is shown. Nothing in
//! it is trusted: no links, no HTML, no macros without end. What it does not understand stays as
//! it was written, and so does what has a mark in it.
import { createResource, Show } from "solid-js";
import type { PreviewRun } from "../core/bindings";
import { preview as words } from "../words/preview";
import css from "./preview_blocks.module.css";
import { Runs } from "./preview_runs";

/** In units of the text: longer ones are no formula. */
const LONGEST = 2000;

export function Equation(props: { runs: readonly PreviewRun[] }) {
  const plain = () => props.runs.some((run) => run.marked);
  const tex = () => props.runs.map((run) => run.text).join("");
  const [resource] = createResource(() => !plain() && tex().length <= LONGEST && tex(), typeset);
  const set = () => (resource.state === "ready" ? resource() : undefined);

  return (
    <p
      class={set() === undefined ? css.equation : css.formula}
      role={set() === undefined ? "math" : undefined}
      aria-label={set() === undefined ? words.equation : undefined}
      dir="ltr"
    >
      <Show when={set()} fallback={<Runs runs={props.runs} />}>
        {(element) => element()}
      </Show>
    </p>
  );
}

async function typeset(tex: string): Promise<HTMLElement | undefined> {
  try {
    const { default: katex } = await import("katex");
    const element = document.createElement("span");
    const bounds = { maxExpand: 500, maxSize: 20 };
    // MathML needs no fonts of its own and no styles, which the policy of the window forbids.
    katex.render(tex, element, {
      ...bounds,
      displayMode: true,
      output: "mathml",
      strict: "ignore",
      throwOnError: true,
      trust: false,
    });
    return element;
  } catch {
    return undefined;
  }
}
