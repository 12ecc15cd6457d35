//! Runs of a page's text: marks, emphasis, and links. Those to pages that are known here open them;
//! the addresses of others are copied. Text nodes only.
import { For, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { PreviewRun } from "../core/bindings";
import { asHostError } from "../core/commands";
import { useApp } from "../state/app_state";
import { copyText } from "../input/clipboard";
import { openPage } from "../state/open_page";
import { describe } from "../words/errors";
import { preview as words } from "../words/preview";
import { shell } from "../words/shell";
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
        <Show
          when={run.page}
          fallback={
            <Show when={run.link} fallback={text(run)}>
              {(address) => <CopiesAddress address={address()}>{text(run)}</CopiesAddress>}
            </Show>
          }
        >
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

/** Nothing that others wrote is opened from here: its address is handed to the person instead. */
function CopiesAddress(props: { address: string; children: JSX.Element }) {
  const app = useApp();
  const copy = async () =>
    app.say((await copyText(props.address)) ? words.addressCopied(props.address) : shell.notCopied);
  return (
    <button
      type="button"
      class={css.leadsToPage}
      title={words.copyAddress(props.address)}
      onClick={() => void copy()}
    >
      {props.children}
    </button>
  );
}

/** Opens a page where pages open. */
export function OpensPage(props: { page: string; title: string; children: JSX.Element }) {
  const app = useApp();
  const open = async () => {
    try {
      await openPage(app, props.page, false);
    } catch (refused) {
      const error = asHostError(refused);
      app.refused(error);
      app.say(describe(error.reason).text);
    }
  };
  return (
    <button
      type="button"
      class={css.leadsToPage}
      title={words.openPage(props.title)}
      onClick={() => void open()}
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
