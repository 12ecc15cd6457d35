//! Two of the three ways to connect: paste a token, and look around in the sample.
import { For, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { useSession } from "../state/session_state";
import { connect } from "../words/connect";
import { ErrorNote, HelpLink } from "../parts/error_note";
import { SecretField, take } from "../parts/field";
import { Glyph } from "../parts/glyph";
import css from "./connect.module.css";

export function PasteToken() {
  const app = useApp();
  const session = useSession();
  const words = connect.token;
  const check = createAction(async (token: string) => {
    await app.host.call("connect_token", { token });
    await session.readConnecting();
  });
  let token!: HTMLInputElement;
  const submit = async () => {
    if (!check.busy() && !(await check.run(take(token).trim()))) token.focus();
  };

  return (
    <article class={`card ${css.way}`} aria-labelledby="way-token">
      <header>
        <h2 id="way-token">{words.title}</h2>
        <span class="badge recommended">{words.badge}</span>
        <p class="hint">{words.needs}</p>
      </header>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ol class="steps">
          <For each={words.steps}>
            {(step, at) => (
              <li>
                {step}
                <Show when={at() === 0}>
                  <HelpLink page="tokens" class="button small" label={words.openPage} />
                </Show>
              </li>
            )}
          </For>
        </ol>
        <div class="field-and-button">
          <SecretField label={words.label} ref={(input) => (token = input)} />
          <button type="submit" class="button primary" aria-disabled={check.busy()}>
            {check.busy() ? words.checking : words.submit}
          </button>
        </div>
        <Show when={check.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      </form>
      <details>
        <summary>
          <Glyph name="chevron" />
          {words.internal}
        </summary>
        <p>{words.internalText}</p>
        <HelpLink page="connections" class="button small" label={words.openConnections} />
      </details>
    </article>
  );
}

export function LookAround() {
  const app = useApp();
  const session = useSession();
  const words = connect.sample;
  const open = createAction(async () => {
    await app.host.call("look_around", {});
    await session.readConnections();
    await session.readConnecting();
    session.go("search");
  });

  return (
    <article class={`card ${css.way}`} aria-labelledby="way-sample">
      <header>
        <h2 id="way-sample">{words.title}</h2>
        <p class="hint">{words.needs}</p>
      </header>
      <button
        type="button"
        class="button"
        aria-disabled={open.busy()}
        onClick={() => void open.run()}
      >
        <Glyph name="sample" />
        {open.busy() ? words.opening : words.submit}
      </button>
      <Show when={open.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </article>
  );
}
