//! The very first form: it makes the administrator.
import { onMount, Show } from "solid-js";
import { ErrorNote } from "../parts/error_note";
import { TextField } from "../parts/field";
import { NewPassword, type NewPasswordHandle } from "../parts/new_password";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { signIn as words } from "../words/sign_in";
import { NoRecovery } from "./no_recovery";

export function FirstRun() {
  const app = useApp();
  let name!: HTMLInputElement;
  let password!: NewPasswordHandle;
  const create = createAction(async () => {
    const chosen = await password.take(name.value);
    if (chosen === undefined) return;
    app.signedIn(
      await app.host.call("create_administrator", { name: name.value, password: chosen }),
    );
  });
  onMount(() => name.focus());

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void create.run();
      }}
    >
      <h2>{words.firstTitle}</h2>
      <p class="lead">{words.firstLead}</p>
      <TextField
        label={words.name}
        ref={(input) => (name = input)}
        maxLength={64}
        onInput={(text) => {
          create.clear();
          password.judge(text);
        }}
      />
      <NewPassword
        label={words.password}
        name={() => name.value}
        handle={(handle) => (password = handle)}
        onInput={create.clear}
      />
      <NoRecovery />
      <Show when={create.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <button type="submit" class="button primary wide" aria-disabled={create.busy()}>
        {create.busy() ? words.working : words.create}
      </button>
      <p class="hint">{words.firstRole}</p>
    </form>
  );
}
