//! All profiles and all authorizations of this computer: names, states and dates, no contents.
import { createSignal, For, onMount, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { Administration, AuthorizationRow, ProfileCard, Role } from "../core/bindings";
import { createNow } from "../state/clock";
import { date, moment, when } from "../words/format";
import { Choice } from "../parts/choice";
import { ErrorNote } from "../parts/error_note";
import { TextField } from "../parts/field";
import { PasswordDialog } from "./password_dialog";
import { useSession } from "../state/session_state";
import {
  administration as words,
  authorizationStatus,
  removalWords,
} from "../words/administration";
import { roleNames } from "../words/sign_in";

export function AdministrationView() {
  const app = useApp();
  const [desk, setDesk] = createSignal<Administration>();
  const [leaving, setLeaving] = createSignal<ProfileCard>();
  const [removing, setRemoving] = createSignal<AuthorizationRow>();
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
  const [outcome, setOutcome] = createSignal("");

  return (
    <section class="view">
      <header class="view-head">
        <h1>{words.title}</h1>
      </header>
      <Show when={read.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={desk()}>
        {(known) => (
          <>
            <Profiles desk={known()} reread={() => read.run()} remove={setLeaving} />
            <Authorizations desk={known()} outcome={outcome()} remove={setRemoving} />
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

function Profiles(props: {
  desk: Administration;
  reread(): Promise<unknown>;
  remove(profile: ProfileCard): void;
}) {
  const app = useApp();
  const session = useSession();
  const now = createNow(60_000);
  const [role, setRole] = createSignal<Role>("member");
  const create = createAction(async (text: string) => {
    const profile = await app.host.call("create_profile", { name: text, role: role() });
    name.value = "";
    setRole("member");
    app.say(words.added(profile.name));
    await props.reread();
  });
  let name!: HTMLInputElement;

  return (
    <section class="block" aria-labelledby="profiles-title">
      <h2 id="profiles-title">{words.profiles}</h2>
      <p class="hint">{words.profilesLead}</p>
      <div class="table-frame">
        <table aria-labelledby="profiles-title">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.role}</th>
              <th scope="col">{words.created}</th>
              <th scope="col">{words.lastUsed}</th>
              <th scope="col">
                <span class="visually-hidden">{words.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.desk.profiles}>
              {(row) => (
                <tr>
                  <th scope="row">
                    <bdi>{row.profile.name}</bdi>
                    <Show when={row.profile.id === session.session.profile.id}>
                      <span class="badge">{words.you}</span>
                    </Show>
                  </th>
                  <td>{roleNames[row.profile.role]}</td>
                  <td title={moment(row.created)}>{date(row.created)}</td>
                  <td>
                    {row.profile.claimed
                      ? row.last_used === null
                        ? words.never
                        : when(row.last_used, now())
                      : words.unclaimed}
                  </td>
                  <td class="cell-actions">
                    <Show when={row.profile.id !== session.session.profile.id}>
                      <button
                        type="button"
                        class="button small"
                        aria-label={words.removeProfile(row.profile.name)}
                        onClick={() => props.remove(row.profile)}
                      >
                        {words.remove}
                      </button>
                    </Show>
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <form
        class="add-profile"
        aria-label={words.addTitle}
        onSubmit={(event) => {
          event.preventDefault();
          void create.run(name.value);
        }}
      >
        <TextField label={words.newName} ref={(input) => (name = input)} maxLength={64} />
        <Choice
          label={words.newRole}
          options={["member", "administrator"] as const}
          name={(option) => roleNames[option]}
          value={role()}
          onChoose={setRole}
        />
        <button type="submit" class="button" disabled={create.busy()}>
          {words.add}
        </button>
      </form>
      <Show when={create.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </section>
  );
}

function Authorizations(props: {
  desk: Administration;
  outcome: string;
  remove(row: AuthorizationRow): void;
}) {
  const now = createNow(60_000);
  return (
    <section class="block" aria-labelledby="authorizations-title">
      <h2 id="authorizations-title">{words.authorizations}</h2>
      <p class="hint">{words.authorizationsLead}</p>
      <p class="outcome" role="status">
        {props.outcome}
      </p>
      <Show
        when={props.desk.authorizations.length > 0}
        fallback={<p class="table-frame nothing">{words.none}</p>}
      >
        <div class="table-frame">
          <table aria-labelledby="authorizations-title">
            <thead>
              <tr>
                <th scope="col">{words.user}</th>
                <th scope="col">{words.workspace}</th>
                <th scope="col">{words.workspaceId}</th>
                <th scope="col">{words.status}</th>
                <th scope="col">{words.created}</th>
                <th scope="col">{words.lastUsed}</th>
                <th scope="col">
                  <span class="visually-hidden">{words.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.desk.authorizations}>
                {(row) => (
                  <tr>
                    <td>
                      <bdi>{row.profile_name}</bdi>
                    </td>
                    <th scope="row">
                      <bdi>{row.workspace}</bdi>
                    </th>
                    <td class="cell-id" title={row.workspace_id ?? undefined}>
                      {row.workspace_id ?? "–"}
                    </td>
                    <td>
                      <span class="status" data-status={row.status}>
                        {authorizationStatus[row.status]}
                      </span>
                    </td>
                    <td title={moment(row.created)}>{date(row.created)}</td>
                    <td>{row.last_used === null ? words.never : when(row.last_used, now())}</td>
                    <td class="cell-actions">
                      <Show when={row.status !== "removal_waiting"}>
                        <button
                          type="button"
                          class="button small"
                          aria-label={words.removeAuthorization(row.workspace, row.profile_name)}
                          onClick={() => props.remove(row)}
                        >
                          {words.remove}
                        </button>
                      </Show>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </section>
  );
}
