//! Which pages are copied into plain files, as what, and what that means; then where they are.
//! Copying tells how far it is, and can be stopped. Choosing the folder is the system's own dialog, and the copying is the core's.
import { createSignal, Match, Show, Switch, untrack } from "solid-js";
import { Choice } from "../parts/choice";
import { CopyButton } from "../parts/copy_button";
import { Dialog } from "../parts/dialog";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import type { Exported, ExportFormat, Exporting, ExportOutcome } from "../core/bindings";
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
  const [outcome, setOutcome] = createSignal<ExportOutcome>();
  const [copying, setCopying] = createSignal<Exporting>();
  const run = createAction(async () => {
    const pages = choices[what()]?.pages;
    if (pages === undefined) return;
    const request = { pages, format: format() };
    setOutcome((await app.host.call("export", { request })) ?? undefined);
  });
  const [stopping, setStopping] = createSignal(false);
  const stop = createAction(async () => {
    await app.host.call("stop_export", {});
    setStopping(true);
  });
  app.onEvent((event) => {
    if (event.event === "exporting") setCopying(event.data);
  });
  // Nothing goes on behind the back of who closes it: what is being copied is stopped first.
  const close = () => (run.busy() ? void stop.run() : props.onClose());

  return (
    <Dialog title={words.title} onClose={close}>
      <Switch
        fallback={
          <form
            class={css.form}
            onSubmit={(event) => {
              event.preventDefault();
              setCopying(undefined);
              setStopping(false);
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
              <button type="button" class="button" onClick={() => close()}>
                {words.cancel}
              </button>
              <button type="submit" class="button primary" autofocus aria-disabled={run.busy()}>
                {run.busy() ? words.working : words.choose}
              </button>
            </div>
          </form>
        }
      >
        <Match when={outcome()}>
          {(done) => <Outcome outcome={done()} onClose={() => props.onClose()} />}
        </Match>
        <Match when={run.busy() && copying()}>
          {(far) => <Underway far={far()} stopping={stopping()} onStop={() => void stop.run()} />}
        </Match>
      </Switch>
    </Dialog>
  );
}

function Underway(props: { far: Exporting; stopping: boolean; onStop(): void }) {
  return (
    <div class={css.form}>
      <progress max={props.far.of} value={props.far.written} aria-label={words.working} />
      <p>{words.copied(props.far.written, props.far.of)}</p>
      <div class="dialog-actions">
        <Closing name={props.stopping ? words.stopping : words.stop} onPress={props.onStop} />
      </div>
    </div>
  );
}

function Outcome(props: { outcome: ExportOutcome; onClose(): void }) {
  return (
    <div class={css.form}>
      <div role="status" class={css.form}>
        {props.outcome.outcome === "written" ? (
          <Written exported={props.outcome} />
        ) : (
          <Stopped left={props.outcome.left} />
        )}
      </div>
      <div class="dialog-actions">
        <Closing name={words.close} onPress={() => props.onClose()} />
      </div>
    </div>
  );
}

/** The one button there is: it has the focus that the button before it had. */
function Closing(props: { name: string; onPress(): void }) {
  return (
    <button
      type="button"
      class="button primary"
      ref={(button) => queueMicrotask(() => button.focus())}
      onClick={() => props.onPress()}
    >
      {props.name}
    </button>
  );
}

function Stopped(props: { left: string | null }) {
  return (
    <Show when={props.left} fallback={<p>{words.stopped}</p>}>
      {(folder) => (
        <>
          <p class="note warning">
            <Glyph name="warning" />
            <span>{words.stoppedLeft}</span>
          </p>
          <Folder path={folder()} />
        </>
      )}
    </Show>
  );
}

function Written(props: { exported: Exported }) {
  return (
    <Show when={props.exported.pages > 0} fallback={<p>{words.none}</p>}>
      <p>{words.done(props.exported.pages)}</p>
      <Folder path={props.exported.folder} />
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
  );
}

function Folder(props: { path: string }) {
  return (
    <p class="copyable">
      <code>{props.path}</code>
      <CopyButton text={props.path} label={words.copyFolder} done={words.folderCopied} />
    </p>
  );
}
