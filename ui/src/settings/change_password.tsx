//! Changing the password of the open profile.
import { Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { createCountdown } from "../state/clock";
import { useSession } from "../state/session_state";
import { waitSeconds } from "../words/errors";
import { settings as words } from "../words/settings";
import { ErrorNote } from "../parts/error_note";
import { SecretField, take } from "../parts/field";
import { createStrength, StrengthMeter } from "../parts/strength_meter";

export function ChangePassword() {
  const app = useApp();
  const session = useSession();
  const { strength, judge } = createStrength();
  const change = createAction(async (old: string, fresh: string) => {
    await app.host.call("change_password", { old, new: fresh });
    app.say(words.changed);
  });
  const wait = createCountdown(() => waitSeconds(change.error()));
  let old!: HTMLInputElement;
  let fresh!: HTMLInputElement;

  return (
    <section class="block" aria-labelledby="password-title">
      <h2 id="password-title">{words.password}</h2>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          if (wait() > 0) return;
          void change.run(take(old), take(fresh));
          judge("", "");
        }}
      >
        <p class="hint">{words.passwordLead}</p>
        <div class="two">
          <SecretField
            label={words.oldPassword}
            ref={(input) => (old = input)}
            autocomplete="current-password"
          />
          <SecretField
            label={words.newPassword}
            ref={(input) => (fresh = input)}
            autocomplete="new-password"
            reveal
            onInput={(text) => judge(session.session.profile.name, text)}
          >
            <StrengthMeter strength={strength()} />
          </SecretField>
        </div>
        <Show when={change.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="actions">
          <button type="submit" class="button" disabled={change.busy() || wait() > 0}>
            {words.change}
          </button>
        </div>
      </form>
    </section>
  );
}
