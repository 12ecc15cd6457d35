//! Signing in with Notion through the person's own public connection: set up once, then one click.
import { createSignal, For, Match, Show, Switch, untrack } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ClientEntry, ConnectState, RedirectForm } from "../core/bindings";
import { useSession } from "../state/session_state";
import { connect, formHints, formNames } from "../words/connect";
import { CopyButton } from "../parts/copy_button";
import { ErrorNote, HelpLink } from "../parts/error_note";
import { SecretField, take, TextField } from "../parts/field";
import { Glyph } from "../parts/glyph";
import css from "./connect.module.css";

const words = connect.oauth;

export function SignInWithNotion(props: { state: Extract<ConnectState, { step: "idle" }> }) {
  const app = useApp();
  const session = useSession();
  const [open, setOpen] = createSignal(false);
  const [another, setAnother] = createSignal(false);
  const [form, setForm] = createSignal<RedirectForm>(
    untrack(() => props.state.redirects[0]?.form ?? "loopback"),
  );
  const [bounce, setBounce] = createSignal("");
  const stored = () => (another() ? null : props.state.client_id);
  let element!: HTMLFormElement;
  let clientId: HTMLInputElement | undefined;
  let clientSecret: HTMLInputElement | undefined;

  const begin = createAction(async (client: ClientEntry | null) => {
    const address = form() === "bounce" ? bounce().trim() : null;
    await app.host.call("begin_sign_in", { request: { client, form: form(), bounce: address } });
    await session.readConnecting();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (begin.busy()) return;
    if (stored() !== null) {
      void begin.run(null);
    } else if (clientId !== undefined && clientSecret !== undefined) {
      void begin.run({
        client_id: clientId.value.trim(),
        client_secret: take(clientSecret).trim(),
      });
    }
  };

  // The keyboard goes on where the eyes do: into the steps, and back to what opened them.
  const unfold = (forAnother: boolean) => {
    setAnother(forAnother);
    setOpen(true);
    element.querySelector<HTMLElement>("ol button")?.focus();
  };
  const fold = () => {
    setAnother(false);
    setOpen(false);
    element.querySelector<HTMLElement>("button")?.focus();
  };

  return (
    <article class={`card ${css.way}`} data-open={open()} aria-labelledby="way-oauth">
      <header>
        <h2 id="way-oauth">{words.title}</h2>
        <p class="hint">{words.needs}</p>
      </header>
      <form ref={element} onSubmit={submit}>
        <Switch>
          <Match when={open() && stored() === null}>
            <ol class="steps">
              <li>
                {words.steps[0]}
                <HelpLink page="connections" class="button small" label={words.openConnections} />
              </li>
              <li>
                {words.steps[1]}
                <RedirectAddress
                  redirects={props.state.redirects}
                  form={form()}
                  setForm={setForm}
                  bounce={bounce()}
                  setBounce={setBounce}
                />
              </li>
              <li>
                {words.steps[2]}
                <TextField label={words.clientId} monospace ref={(input) => (clientId = input)} />
                <SecretField
                  label={words.clientSecret}
                  hint={words.kept}
                  ref={(input) => (clientSecret = input)}
                />
              </li>
            </ol>
          </Match>
          <Match when={stored()}>
            {(id) => (
              <p class={css.stored}>
                <Glyph name="key" />
                <span>{words.stored(id())}</span>
              </p>
            )}
          </Match>
        </Switch>
        <Show when={begin.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="actions">
          <Show
            when={open() || stored() !== null}
            fallback={
              <button type="button" class="button" onClick={() => unfold(false)}>
                {words.setUp}
              </button>
            }
          >
            <button type="submit" class="button primary" aria-disabled={begin.busy()}>
              {words.submit}
            </button>
          </Show>
          <Show when={stored() !== null}>
            <button type="button" class="button quiet" onClick={() => unfold(true)}>
              {words.another}
            </button>
          </Show>
          <Show when={open() && stored() === null}>
            <button type="button" class="button quiet" onClick={fold}>
              {words.cancel}
            </button>
          </Show>
        </div>
      </form>
    </article>
  );
}

function RedirectAddress(props: {
  redirects: Extract<ConnectState, { step: "idle" }>["redirects"];
  form: RedirectForm;
  setForm(form: RedirectForm): void;
  bounce: string;
  setBounce(address: string): void;
}) {
  const address = () =>
    props.redirects.find(({ form }) => form === props.form)?.uri ?? props.bounce.trim();

  return (
    <>
      <fieldset class={css.redirects}>
        <legend>{words.redirect}</legend>
        <For each={props.redirects}>
          {(choice) => (
            <label class={css.redirect}>
              <input
                type="radio"
                name="redirect"
                value={choice.form}
                checked={choice.form === props.form}
                onChange={() => props.setForm(choice.form)}
              />
              <span>
                {formNames[choice.form]}
                <small>{formHints[choice.form]}</small>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <Show when={props.form === "bounce"}>
        <TextField
          label={words.bounceAddress}
          hint={words.bounceHint}
          type="url"
          monospace
          value={props.bounce}
          onInput={props.setBounce}
        />
      </Show>
      <Show when={address()}>
        {(uri) => (
          <div class="copyable">
            <code>{uri()}</code>
            <CopyButton text={uri()} label={words.copyAddress} done={words.addressCopied} />
          </div>
        )}
      </Show>
    </>
  );
}
