//! The profiles of this computer, one row each, and the form that adds one.
import { createSignal, For, Show } from "solid-js";
import type { Administration, ProfileCard, Role } from "../core/bindings";
import { Choice } from "../parts/choice";
import { ErrorNote } from "../parts/error_note";
import { TextField } from "../parts/field";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { createNow } from "../state/clock";
import { useSession } from "../state/session_state";
import { administration as words } from "../words/administration";
import { date, moment, when } from "../words/format";
import { roleNames } from "../words/sign_in";
import css from "./administration.module.css";

type Row = Administration["profiles"][number];

export function ProfileList(props: {
  rows: readonly Row[];
  reread(): Promise<unknown>;
  remove(profile: ProfileCard): void;
}) {
  const session = useSession();
  const now = createNow(60_000);
  const own = (row: Row) => row.profile.id === session.session.profile.id;
  const lastUsed = (row: Row) => {
    if (!row.profile.claimed) return words.unclaimed;
    return row.last_used === null ? words.never : when(row.last_used, now());
  };

  return (
    <section class="section" aria-labelledby="profiles-title">
      <h2 id="profiles-title">{words.profiles}</h2>
      <p class="hint">{words.profilesLead}</p>
      <div class={css.frame}>
        {/* Roles are said because the narrow form is drawn without table boxes. */}
        <table role="table" aria-labelledby="profiles-title">
          <thead>
            <tr role="row">
              <For each={[words.name, words.role, words.created, words.lastUsed]}>
                {(name) => <th scope="col">{name}</th>}
              </For>
              <th scope="col">
                <span class="visually-hidden">{words.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows}>
              {(row) => (
                <tr role="row">
                  <th scope="row" role="rowheader" data-label={words.name}>
                    <bdi>{row.profile.name}</bdi>
                    <Show when={own(row)}>
                      <span class="badge">{words.you}</span>
                    </Show>
                  </th>
                  <td role="cell" data-label={words.role}>
                    {roleNames[row.profile.role]}
                  </td>
                  <td role="cell" data-label={words.created} title={moment(row.created)}>
                    {date(row.created)}
                  </td>
                  <td role="cell" data-label={words.lastUsed}>
                    {lastUsed(row)}
                  </td>
                  <td role="cell" class={css.cellActions}>
                    <Show when={!own(row)}>
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
      <NewProfile reread={() => props.reread()} />
    </section>
  );
}

function NewProfile(props: { reread(): Promise<unknown> }) {
  const app = useApp();
  const [role, setRole] = createSignal<Role>("member");
  let name!: HTMLInputElement;
  const create = createAction(async (text: string) => {
    const profile = await app.host.call("create_profile", { name: text, role: role() });
    name.value = "";
    setRole("member");
    app.say(words.added(profile.name));
    await props.reread();
  });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    await create.run(name.value);
    // The next name is typed where this one was, and a refused one is mended there.
    name.focus();
  };

  return (
    <>
      <form
        class={css.addProfile}
        aria-label={words.addTitle}
        onSubmit={(event) => void submit(event)}
      >
        <TextField label={words.newName} ref={(input) => (name = input)} maxLength={64} />
        <Choice
          label={words.newRole}
          options={["member", "administrator"] as const}
          name={(option) => roleNames[option]}
          value={role()}
          onChoose={setRole}
        />
        <button type="submit" class="button" aria-disabled={create.busy()}>
          {words.add}
        </button>
      </form>
      <Show when={create.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </>
  );
}
