//! Text of a page with what was looked for marked: text nodes and `mark`, never markup.
import { For, Show } from "solid-js";
import type { Passage, Segment } from "../core/bindings";
import { startNearMark } from "./passage";
import css from "./marked.module.css";

export function Marked(props: { segments: readonly Segment[] }) {
  return (
    <For each={props.segments}>
      {(segment) => (
        <Show when={segment.marked} fallback={segment.text}>
          <mark>{segment.text}</mark>
        </Show>
      )}
    </For>
  );
}

/** One line of a page's text, cut so that the first mark is on it. */
export function PassageLine(props: { passage: Passage }) {
  const near = () => startNearMark(props.passage);
  return (
    <span class={css.passage} data-part="passage" dir="auto">
      <Show when={near().cut_before}>… </Show>
      <Marked segments={near().segments} />
      <Show when={near().cut_after}> …</Show>
    </span>
  );
}
