//! All profiles and all authorizations of this computer: names, states and dates, no contents.
import { createSignal, onMount, Show } from "solid-js";
import type { Administration, AuthorizationRow, ProfileCard } from "../core/bindings";
import { ErrorNote } from "../parts/error_note";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { administration as words, removalWords } from "../words/administration";
import { AuthorizationList } from "./authorization_list";
import { PasswordDialog } from "./password_dialog";
import { ProfileList } from "./profile_list";

export function AdministrationView() {
  const app = useApp();
  const [desk, setDesk] = createSignal<Administration>();
  const [leaving, setLeaving] = createSignal<ProfileCard>();
  const [removing, setRemoving] = createSignal<AuthorizationRow>();
  const [outcome, setOutcome] = createSignal("");
  const read = createAction(async () => setDesk(await app.host.call("administration", {})));
  onMount(() => void read.run());

  const removeProfile = async (profile: ProfileCard, password: string) => {
    await app.host.call("remove_profile", { profile: profile.id, password });
    app.say(words.removedProfile(profile.name));
    await read.run();
  };
  const removeAuthorization = async (row: AuthorizationRow, password: string) => {
    const removal = await app.host.call("remove_authorization", {
      profile: row.profile_id,
      connection: row.id,
      password,
    });
    setOutcome(removalWords(row.workspace, row.profile_name, removal));
    await read.run();
  };

  return (
    <section class="view">
      <header class="view-head">
        <h1>{words.title}</h1>
      </header>
      <Show when={read.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={desk()}>
        {(known) => (
          <>
            <ProfileList rows={known().profiles} reread={() => read.run()} remove={setLeaving} />
            <AuthorizationList
              rows={known().authorizations}
              outcome={outcome()}
              remove={setRemoving}
            />
          </>
        )}
      </Show>
      <Show when={leaving()} keyed>
        {(profile) => (
          <PasswordDialog
            title={words.removeProfileTitle(profile.name)}
            texts={[words.removeProfileText(profile.name)]}
            submit={words.remove}
            onPassword={(password) => removeProfile(profile, password)}
            onClose={() => setLeaving(undefined)}
          />
        )}
      </Show>
      <Show when={removing()} keyed>
        {(row) => (
          <PasswordDialog
            title={words.removeAuthorizationTitle(row.workspace, row.profile_name)}
            texts={[words.removeAuthorizationText(row.profile_name), words.grantRemains]}
            submit={words.remove}
            onPassword={(password) => removeAuthorization(row, password)}
            onClose={() => setRemoving(undefined)}
          />
        )}
      </Show>
    </section>
  );
}
