//! The banner that stays while Trove talks to something that is not Notion.
import { Show } from "solid-js";
import { shell as words } from "../words/shell";
import { Glyph } from "../parts/glyph";
import css from "./shell.module.css";

export function OtherOrigin(props: { origin: string | null }) {
  return (
    <Show when={props.origin}>
      {(origin) => (
        <aside class={css.otherOrigin} aria-label={words.notices}>
          <Glyph name="warning" />
          <span>{words.otherOrigin(origin())}</span>
        </aside>
      )}
    </Show>
  );
}
