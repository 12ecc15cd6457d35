//! What assistants asked, the newest first: read when it is opened, and gone with the view.
import { createSignal, For, Show } from "solid-js";
import type { AskedByAssistant } from "../core/bindings";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { assistants as words, refusedNames } from "../words/assistants";
import { moment } from "../words/format";
import css from "./assistants.module.css";

/** A thousand would take a moment to draw, and nobody reads them all. */
const STEP = 50;

export function AssistantLog() {
  const app = useApp();
  const [asked, setAsked] = createSignal<AskedByAssistant[]>();
  const [shown, setShown] = createSignal(STEP);
  const read = createAction(async () => {
    setAsked((await app.host.call("asked_by_assistants", {})).reverse());
    setShown(STEP);
  });

  return (
    <details onToggle={(event) => event.currentTarget.open && void read.run()}>
      <summary>
        <Glyph name="chevron" />
        {words.log}
      </summary>
      <p class="hint">{words.logLead}</p>
      <Show when={read.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={asked()}>
        {(asked) => (
          <>
            <ol class={css.log}>
              <For each={asked().slice(0, shown())} fallback={<li>{words.nothingAsked}</li>}>
                {(one) => (
                  <li>
                    <p>
                      <strong>
                        <bdi>{one.program || words.unnamed}</bdi>
                      </strong>{" "}
                      <bdi>{what(one)}</bdi>
                    </p>
                    <p class="hint">
                      {moment(one.at)} · {told(one)}
                    </p>
                  </li>
                )}
              </For>
            </ol>
            <Show when={asked().length > shown()}>
              <button
                type="button"
                class="button small"
                onClick={() => setShown((some) => some + STEP)}
              >
                {words.more}
              </button>
            </Show>
          </>
        )}
      </Show>
    </details>
  );
}

function what({ tool, asked, title }: AskedByAssistant): string {
  if (tool === "search") return words.searched(asked);
  if (tool === "read_page") return words.readPage(title === "" ? words.untitled : (title ?? asked));
  if (tool === "coverage") return words.lookedAtCoverage;
  return `${tool} ${asked}`;
}

function told({ refused, pages, characters }: AskedByAssistant): string {
  if (refused !== null) return refusedNames[refused] ?? refused;
  return pages === 0 ? words.nothingHandedOver : words.handedOver(pages, characters);
}
