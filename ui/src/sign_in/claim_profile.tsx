//! A profile that an administrator made is opened for the first time: its person chooses the
//! password.
import { onMount, Show } from "solid-js";
import type { ProfileCard } from "../core/bindings";
import { ErrorNote } from "../parts/error_note";
import { NewPassword, type NewPasswordHandle } from "../parts/new_password";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { signIn as words } from "../words/sign_in";
import { NoRecovery } from "./no_recovery";

export function ClaimProfile(props: { profile: ProfileCard; takesFocus: boolean }) {
  const app = useApp();
  let password!: NewPasswordHandle;
  let form!: HTMLFormElement;
  const claim = createAction(async () => {
    const chosen = await password.take(props.profile.name);
    if (chosen === undefined) return;
    const profile = props.profile.id;
    app.signedIn(await app.host.call("claim_profile", { profile, password: chosen }));
  });
  onMount(() => {
    if (props.takesFocus) form.querySelector("input")?.focus();
  });

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void claim.run();
      }}
    >
      <p class="lead" dir="auto">
        {words.claimLead(props.profile.name)}
      </p>
      <NewPassword
        label={words.newPassword}
        name={() => props.profile.name}
        handle={(handle) => (password = handle)}
        onInput={claim.clear}
      />
      <NoRecovery />
      <Show when={claim.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <button type="submit" class="button primary wide" aria-disabled={claim.busy()}>
        {claim.busy() ? words.working : words.claim}
      </button>
    </form>
  );
}
