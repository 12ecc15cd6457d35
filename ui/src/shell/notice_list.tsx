//! What happened while nobody was looking, told once after sign-in.
import { For, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { Notice } from "../core/bindings";
import { noticeWords, shell as words } from "../words/shell";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import css from "./shell.module.css";

export function NoticeList(props: { notices: Notice[]; dismiss(notice: Notice): void }) {
  const app = useApp();
  const accept = createAction(async (notice: Notice) => {
    await app.host.call("accept_registry", {});
    props.dismiss(notice);
  });

  return (
    <Show when={props.notices.length > 0}>
      <section class={css.notices} aria-label={words.notices}>
        <For each={props.notices}>
          {(notice) => (
            <div class="note warning" role="status">
              <Glyph name="warning" />
              <p dir="auto">{noticeWords(notice)}</p>
              <Show when={notice.code === "registry_changed_outside"}>
                <button
                  type="button"
                  class="button quiet"
                  aria-disabled={accept.busy()}
                  onClick={() => void accept.run(notice)}
                >
                  {words.registryChecked}
                </button>
              </Show>
              <button type="button" class="button quiet" onClick={() => props.dismiss(notice)}>
                {words.dismiss}
              </button>
            </div>
          )}
        </For>
        <Show when={accept.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      </section>
    </Show>
  );
}
