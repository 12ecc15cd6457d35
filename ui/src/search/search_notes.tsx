//! Lines between the box and the hits: what was looked for instead, which filter names nothing.
//! They are read out with the count, once the person pauses: the footer does that.
import { For, Show } from "solid-js";
import type { Correction, SearchAnswer } from "../core/bindings";
import { keyName } from "../input/shortcuts";
import { leftOutWords, search as words, unknownNamesWords } from "../words/search";
import css from "./search.module.css";

export function SearchNotes(props: { answer: SearchAnswer | undefined; onInsist(): void }) {
  const corrections = (): readonly Correction[] => props.answer?.corrections ?? [];
  const unknown = (): string[] => props.answer?.unknown_names ?? [];
  const leftOut = (): string[] => props.answer?.left_out ?? [];
  const typed = () =>
    corrections()
      .map(({ typed }) => typed)
      .join(" ");

  return (
    <Show when={corrections().length + unknown().length + leftOut().length > 0}>
      <div class={css.searchNotes}>
        <Show when={corrections().length > 0}>
          <p>
            {words.correctedBefore}
            <For each={corrections()}>
              {({ instead }, at) => (
                <>
                  <Show when={at() > 0}>, </Show>
                  <em>
                    <bdi>{instead}</bdi>
                  </em>
                </>
              )}
            </For>
            {words.correctedAfter}
            <button
              type="button"
              class="link"
              aria-keyshortcuts="Control+E Meta+E"
              onClick={() => props.onInsist()}
            >
              <span dir="auto">{words.insist(typed())}</span>
            </button>
            <kbd aria-hidden="true">{keyName("Mod")} E</kbd>
          </p>
        </Show>
        <Show when={leftOut().length > 0}>
          <p dir="auto">{leftOutWords(leftOut())}</p>
        </Show>
        <Show when={unknown().length > 0}>
          <p dir="auto">{unknownNamesWords(unknown())}</p>
        </Show>
      </div>
    </Show>
  );
}
