//! Changing the password of the open profile.
import { Show } from "solid-js";
import { ErrorNote } from "../parts/error_note";
import { SecretField, take } from "../parts/field";
import { NewPassword, type NewPasswordHandle } from "../parts/new_password";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { createCountdown } from "../state/clock";
import { useSession } from "../state/session_state";
import { waitSeconds } from "../words/errors";
import { settings as words } from "../words/settings";
import css from "./settings.module.css";

export function ChangePassword() {
  const app = useApp();
  const { profile } = useSession().session;
  let old!: HTMLInputElement;
  let fresh!: NewPasswordHandle;
  const change = createAction(async () => {
    const chosen = await fresh.take(profile.name);
    if (chosen === undefined) return;
    await app.host.call("change_password", { old: take(old), new: chosen });
    app.say(words.changed);
  });
  const wait = createCountdown(() => waitSeconds(change.error()));
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (wait() > 0) return;
    if (!(await change.run())) old.focus();
  };

  return (
    <section class="section" aria-labelledby="password-title">
      <h2 id="password-title">{words.password}</h2>
      <form class="card" onSubmit={(event) => void submit(event)}>
        <p class="hint">{words.passwordLead}</p>
        <SecretField
          label={words.oldPassword}
          ref={(input) => (old = input)}
          autocomplete="current-password"
          invalid={change.error()?.code === "wrong_password"}
        />
        <div class={css.two}>
          <NewPassword
            label={words.newPassword}
            name={() => profile.name}
            handle={(handle) => (fresh = handle)}
            onInput={change.clear}
          />
        </div>
        <Show when={change.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="actions">
          <button type="submit" class="button" aria-disabled={change.busy() || wait() > 0}>
            {words.change}
          </button>
        </div>
      </form>
    </section>
  );
}
