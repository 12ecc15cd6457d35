//! Runs of a page's text: marks, emphasis, and links. Those to pages that are known here open them;
//! others only say where they lead. Text nodes only.
import { For, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { createAction } from "../action";
import { useApp } from "../app_state";
import type { PreviewRun } from "../bindings";
import { preview as words } from "../words/preview";

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
          {(page) => <OpensPage page={page()} title={run.text}>{text(run)}</OpensPage>}
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
    <button type="button" class="leads-to-page" title={words.openPage(props.title)} onClick={() => void open.run()}>
      {props.children}
    </button>
  );
}

function looks(run: PreviewRun): string | undefined {
  const names = [
    run.bold && "bold",
    run.italic && "italic",
    run.strikethrough && "strikethrough",
    run.underline && "underline",
    run.code && "code",
    run.link !== null && "leads",
    run.mention && "mention",
  ].filter(Boolean);
  return names.length === 0 ? undefined : names.join(" ");
}
