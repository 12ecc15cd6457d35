//! Runs of a page's text: marks, emphasis, and links. Those to pages that are known here open them;
//! others only say where they lead. Text nodes only.
import { For, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { PreviewRun } from "../core/bindings";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { preview as words } from "../words/preview";
import css from "./preview_blocks.module.css";

export function Runs(props: { runs: readonly PreviewRun[] }) {
  const text = (run: PreviewRun) => (
    <Dynamic
      component={run.marked ? "mark" : run.code ? "code" : "span"}
      class={looks(run)}
      title={run.link ?? undefined}
    >
      {run.text}
    </Dynamic>
  );
  return (
    <For each={props.runs}>
      {(run) => (
        <Show when={run.page} fallback={text(run)}>
          {(page) => (
            <OpensPage page={page()} title={run.text}>
              {text(run)}
            </OpensPage>
          )}
        </Show>
      )}
    </For>
  );
}

/** Opens a page where pages open. */
export function OpensPage(props: { page: string; title: string; children: JSX.Element }) {
  const app = useApp();
  const open = createAction(() => app.host.call("open_page", { page: props.page, other: false }));
  return (
    <button
      type="button"
      class={css.leadsToPage}
      title={words.openPage(props.title)}
      onClick={() => void open.run()}
    >
      {props.children}
    </button>
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
