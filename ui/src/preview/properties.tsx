//! A page's properties above its text, as a card: each with its name. Many are shown when they are
//! asked for, and where something is marked among them.
import { createMemo, createSignal, For, Show } from "solid-js";
import type { PreviewProperty } from "../core/bindings";
import { Marked } from "../parts/marked";
import { preview as words } from "../words/preview";
import css from "./properties.module.css";

/** More would push the text out of sight. */
const FIRST = 12;

export function Properties(props: { properties: readonly PreviewProperty[] }) {
  const [all, setAll] = createSignal(false);
  const hidden = createMemo(() => props.properties.slice(FIRST));
  const isMarked = () => hidden().some(({ value }) => value.some(({ marked }) => marked));
  const shown = () => (all() || isMarked() ? props.properties : props.properties.slice(0, FIRST));
  return (
    <Show when={props.properties.length > 0}>
      <dl class={css.properties} aria-label={words.properties}>
        <For each={shown()}>
          {(property) => (
            <div>
              <Show when={property.name !== ""}>
                <dt dir="auto">{property.name}</dt>
              </Show>
              <dd dir="auto">
                <Marked segments={property.value} />
              </dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={shown().length < props.properties.length}>
        <button type="button" class={`button small ${css.more}`} onClick={() => setAll(true)}>
          {words.moreProperties(hidden().length)}
        </button>
      </Show>
    </Show>
  );
}
