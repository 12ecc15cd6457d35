//! Opens a profile with its password, or with the system's keychain where that was wanted.
import { createSignal, lazy, onMount, Show, Suspense } from "solid-js";
import type { ProfileCard } from "../core/bindings";
import { ErrorNote } from "../parts/error_note";
import { createReveal, SecretField, take } from "../parts/field";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { createCountdown } from "../state/clock";
import { waitSeconds } from "../words/errors";
import { signIn as words } from "../words/sign_in";

const ForgetDialog = lazy(async () => ({
  default: (await import("./forget_dialog")).ForgetDialog,
}));

export function OpenProfile(props: { profile: ProfileCard; takesFocus: boolean }) {
  const app = useApp();
  const [forgetting, setForgetting] = createSignal(false);
  const [remembered, setRemembered] = createSignal(false);
  const reveal = createReveal();
  let password!: HTMLInputElement;

  const byPassword = createAction(async (password: string) =>
    app.signedIn(await app.host.call("sign_in", { profile: props.profile.id, password })),
  );
  const byKeychain = createAction(async () =>
    app.signedIn(await app.host.call("sign_in_remembered", { profile: props.profile.id })),
  );
  const error = () => byPassword.error() ?? byKeychain.error();
  const wait = createCountdown(() => waitSeconds(error()));
  const busy = () => byPassword.busy() || byKeychain.busy();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy() || wait() > 0) return;
    byKeychain.clear();
    if (!(await byPassword.run(take(password)))) password.focus();
  };
  const openRemembered = async () => {
    if (busy()) return;
    byPassword.clear();
    if (!(await byKeychain.run())) password.focus();
  };

  onMount(() => {
    if (props.takesFocus) password.focus();
    // Without an answer the password is asked for, as always.
    app.host.call("is_remembered", { profile: props.profile.id }).then(setRemembered, () => {});
  });

  return (
    <>
      <form onSubmit={(event) => void submit(event)}>
        <SecretField
          label={words.password}
          ref={(input) => (password = input)}
          autocomplete="current-password"
          reveal={reveal}
          invalid={byPassword.error()?.code === "wrong_password"}
        />
        <Show when={error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <button
          type="submit"
          class="button primary wide"
          aria-disabled={byPassword.busy() || wait() > 0}
        >
          {byPassword.busy() ? words.working : words.submit}
        </button>
        <Show when={remembered()}>
          <button
            type="button"
            class="button wide"
            aria-disabled={byKeychain.busy()}
            onClick={() => void openRemembered()}
          >
            {byKeychain.busy() ? words.working : words.remembered}
          </button>
        </Show>
        <button type="button" class="link centered" onClick={() => setForgetting(true)}>
          {words.forgot}
        </button>
      </form>
      <Show when={forgetting()}>
        <Suspense>
          <ForgetDialog profile={props.profile} onClose={() => setForgetting(false)} />
        </Suspense>
      </Show>
    </>
  );
}
