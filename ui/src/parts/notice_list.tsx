//! What happened while nobody was looking, told once after sign-in.
import { For, Show } from "solid-js";
import type { Notice } from "../bindings";
import { noticeWords, shell as words } from "../words/shell";
import { Glyph } from "./glyph";

export function NoticeList(props: { notices: Notice[]; dismiss(notice: Notice): void }) {
  return (
    <Show when={props.notices.length > 0}>
      <section class="notices" aria-label={words.notices}>
        <For each={props.notices}>
          {(notice) => (
            <div class="note warning" role="status">
              <Glyph name="warning" />
              <p dir="auto">{noticeWords(notice)}</p>
              <button type="button" class="button quiet" onClick={() => props.dismiss(notice)}>
                {words.dismiss}
              </button>
            </div>
          )}
        </For>
      </section>
    </Show>
  );
}
