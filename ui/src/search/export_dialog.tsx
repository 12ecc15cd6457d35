//! Which pages are copied into plain files, as what, and what that means; then where they are.
//! Choosing the folder is the system's own dialog, and the copying is the core's.
import { createSignal, Show, untrack } from "solid-js";
import { Choice } from "../parts/choice";
import { CopyButton } from "../parts/copy_button";
import { Dialog } from "../parts/dialog";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import type { Exported, ExportFormat } from "../core/bindings";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { exporting as words, formatNames } from "../words/exporting";
import css from "./export_dialog.module.css";
import { exportable, type Shown } from "./exportable";

export function ExportDialog(props: { shown: Shown; onClose(): void }) {
  const app = useApp();
  // What was there when it was asked for, whatever changes behind it.
  const choices = untrack(() => exportable(props.shown));
  const [what, setWhat] = createSignal(0);
  const [format, setFormat] = createSignal<ExportFormat>("markdown");
  const [exported, setExported] = createSignal<Exported>();
  const run = createAction(async () => {
    const pages = choices[what()]?.pages;
    if (pages === undefined) return;
    const request = { pages, format: format() };
    const done = await app.host.call("export", { request });
    if (done !== null) setExported(done);
  });

  return (
    <Dialog title={words.title} onClose={props.onClose}>
      <Show
        when={exported()}
        fallback={
          <form
            class={css.form}
            onSubmit={(event) => {
              event.preventDefault();
              void run.run();
            }}
          >
            <p>{words.lead}</p>
            <Choice
              label={words.what}
              options={choices.map((_, at) => String(at))}
              name={(at) => choices[Number(at)]?.name ?? ""}
              value={String(what())}
              onChoose={(at) => {
                setWhat(Number(at));
              }}
            />
            <Choice
              label={words.format}
              options={Object.keys(formatNames) as ExportFormat[]}
              name={(option) => formatNames[option]}
              value={format()}
              onChoose={(option) => {
                setFormat(option);
              }}
            />
            <p class="note warning">
              <Glyph name="warning" />
              <span>{words.plain}</span>
            </p>
            <Show when={run.error()}>{(error) => <ErrorNote error={error()} />}</Show>
            <div class="dialog-actions">
              <button type="button" class="button" onClick={() => props.onClose()}>
                {words.cancel}
              </button>
              <button type="submit" class="button primary" autofocus aria-disabled={run.busy()}>
                {run.busy() ? words.working : words.choose}
              </button>
            </div>
          </form>
        }
      >
        {(done) => <Outcome exported={done()} onClose={() => props.onClose()} />}
      </Show>
    </Dialog>
  );
}

function Outcome(props: { exported: Exported; onClose(): void }) {
  return (
    <div class={css.form}>
      <div role="status" class={css.form}>
        <Show when={props.exported.pages > 0} fallback={<p>{words.none}</p>}>
          <p>{words.done(props.exported.pages)}</p>
          <p class="copyable">
            <code>{props.exported.folder}</code>
            <CopyButton
              text={props.exported.folder}
              label={words.copyFolder}
              done={words.folderCopied}
            />
          </p>
          <Show when={props.exported.without_text > 0}>
            <p class="hint">{words.withoutText(props.exported.without_text)}</p>
          </Show>
          <Show when={props.exported.more}>
            <p class="note warning">
              <Glyph name="warning" />
              <span>{words.more}</span>
            </p>
          </Show>
        </Show>
      </div>
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          ref={(close) => queueMicrotask(() => close.focus())}
          onClick={() => props.onClose()}
        >
          {words.close}
        </button>
      </div>
    </div>
  );
}
