//! Under the hits: Notion's own search, offered, under way, or what came of it.
import { For, Match, Show, Switch } from "solid-js";
import type { LiveFailure } from "../core/bindings";
import type { LiveState } from "./live_search";
import { keyName } from "../input/shortcuts";
import { describe } from "../words/errors";
import { search as words } from "../words/search";
import { ErrorNote } from "../parts/error_note";
import css from "./search.module.css";

export function LiveNote(props: {
  state: LiveState;
  /** How many hits came of it. */
  found: number;
  /** Some hits are shown, and there is somebody to ask. */
  offer: boolean;
  onAsk(): void;
  onMiss(): void;
}) {
  const failures = (): readonly LiveFailure[] =>
    props.state.step === "answered" ? props.state.answer.failures : [];
  const error = () => props.state.step === "failed" && props.state.error;

  return (
    <div class={css.liveNote}>
      <Switch>
        <Match when={props.state.step === "idle" && props.offer}>
          <div class="actions">
            <button type="button" class="button quiet small" onClick={() => props.onAsk()}>
              {words.askNotionToo}
              <span aria-hidden="true">
                <kbd>{keyName("Mod")}</kbd> <kbd>{keyName("Shift")}</kbd> <kbd>↵</kbd>
              </span>
            </button>
            <Why onMiss={props.onMiss} />
          </div>
        </Match>
        <Match when={props.state.step === "asking"}>
          <p class="underway" role="status">
            <span class="pulse" aria-hidden="true" />
            {words.askingNotion}
          </p>
        </Match>
        <Match
          when={props.state.step === "answered" && props.found === 0 && failures().length === 0}
        >
          <div class="actions">
            <p role="status">{words.nothingMore}</p>
            <Show when={props.offer}>
              <Why onMiss={props.onMiss} />
            </Show>
          </div>
        </Match>
      </Switch>
      <Show when={error()}>{(reason) => <ErrorNote error={reason()} />}</Show>
      <For each={failures()}>
        {(failure) => (
          <p class="note warning" role="status" dir="auto">
            <span>
              <strong>
                <bdi>{failure.workspace}</bdi>:
              </strong>{" "}
              {describe(failure.error).text} {describe(failure.error).action}
            </span>
          </p>
        )}
      </For>
      <Show when={error() || failures().length > 0}>
        <button type="button" class="button small" onClick={() => props.onAsk()}>
          {words.askAgain}
        </button>
      </Show>
    </div>
  );
}

function Why(props: { onMiss(): void }) {
  return (
    <button type="button" class="link" onClick={() => props.onMiss()}>
      {words.why}
    </button>
  );
}
