//! While the browser is at Notion: what is awaited, and every way on if it does not come back.
import { For, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectState } from "../core/bindings";
import { time } from "../words/format";
import { useSession } from "../state/session_state";
import { connect, formNames } from "../words/connect";
import { ErrorNote } from "../parts/error_note";
import { SecretField, take } from "../parts/field";
import { Glyph } from "../parts/glyph";
import { StepHeading } from "./step_heading";
import css from "./connect.module.css";

const words = connect.waiting;

export function ConnectWaiting(props: { state: Extract<ConnectState, { step: "waiting" }> }) {
  const app = useApp();
  const session = useSession();
  const again = createAction(() => app.host.call("open_sign_in_again", {}));
  const cancel = createAction(async () => {
    await app.host.call("cancel_sign_in", {});
    await session.readConnecting();
  });
  const finish = createAction(async (address: string) => {
    await app.host.call("finish_sign_in", { address });
    await session.readConnecting();
  });
  let address!: HTMLInputElement;

  return (
    <div class={`card ${css.step}`}>
      <StepHeading>
        <span class="pulse" aria-hidden="true" />
        {words.title}
      </StepHeading>
      <p class="lead">{words.lead}</p>
      <ol class="steps">
        <For each={words.steps}>{(step) => <li>{step}</li>}</For>
      </ol>
      <p class="hint">
        {words.awaited} <code>{props.state.redirect_uri}</code> ({formNames[props.state.form]}).{" "}
        {words.expires(time(props.state.expires))}
      </p>
      <Show when={props.state.notice}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={!props.state.can_open_again}>
        <p class="hint">{words.notAgain}</p>
      </Show>
      <Show when={again.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={cancel.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <div class="actions">
        <Show when={props.state.can_open_again}>
          <button
            type="button"
            class="button"
            aria-disabled={again.busy()}
            onClick={() => void again.run()}
          >
            <Glyph name="external" />
            {words.again}
          </button>
        </Show>
        <button
          type="button"
          class="button quiet"
          aria-disabled={cancel.busy()}
          onClick={() => void cancel.run()}
        >
          {words.cancel}
        </button>
      </div>
      <details>
        <summary>
          <Glyph name="chevron" />
          {words.paste}
        </summary>
        <p>{words.pasteText}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!finish.busy()) void finish.run(take(address).trim());
          }}
        >
          <SecretField label={words.address} ref={(input) => (address = input)} />
          <Show when={finish.error()}>{(error) => <ErrorNote error={error()} />}</Show>
          <div class="actions">
            <button type="submit" class="button" aria-disabled={finish.busy()}>
              {words.finish}
            </button>
          </div>
        </form>
      </details>
    </div>
  );
}
