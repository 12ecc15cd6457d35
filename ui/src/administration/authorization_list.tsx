//! Every workspace that any profile of this computer connected, one row each.
import { For, Show } from "solid-js";
import type { AuthorizationRow } from "../core/bindings";
import { createNow } from "../state/clock";
import { administration as words, authorizationStatus } from "../words/administration";
import { date, moment, when } from "../words/format";
import css from "./administration.module.css";

const columns = [
  words.user,
  words.workspace,
  words.workspaceId,
  words.status,
  words.created,
  words.lastUsed,
];

export function AuthorizationList(props: {
  rows: readonly AuthorizationRow[];
  outcome: string;
  remove(row: AuthorizationRow): void;
}) {
  const now = createNow(60_000);
  return (
    <section class="section" aria-labelledby="authorizations-title">
      <h2 id="authorizations-title">{words.authorizations}</h2>
      <p class="hint">{words.authorizationsLead}</p>
      <p class="outcome" role="status">
        {props.outcome}
      </p>
      <div class={css.frame}>
        <Show when={props.rows.length > 0} fallback={<p class={css.none}>{words.none}</p>}>
          {/* Roles are said because the narrow form is drawn without table boxes. */}
          <table role="table" aria-labelledby="authorizations-title">
            <thead>
              <tr role="row">
                <For each={columns}>{(name) => <th scope="col">{name}</th>}</For>
                <th scope="col">
                  <span class="visually-hidden">{words.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.rows}>
                {(row) => <Authorization row={row} now={now()} remove={() => props.remove(row)} />}
              </For>
            </tbody>
          </table>
        </Show>
      </div>
    </section>
  );
}

function Authorization(props: { row: AuthorizationRow; now: number; remove(): void }) {
  return (
    <tr role="row">
      <td role="cell" data-label={words.user}>
        <bdi>{props.row.profile_name}</bdi>
      </td>
      <th scope="row" role="rowheader" data-label={words.workspace}>
        <bdi>{props.row.workspace}</bdi>
      </th>
      <td role="cell" class={css.cellId} data-label={words.workspaceId}>
        {props.row.workspace_id ?? "–"}
      </td>
      <td role="cell" data-label={words.status}>
        <span class="status" data-status={props.row.status}>
          {authorizationStatus[props.row.status]}
        </span>
      </td>
      <td role="cell" data-label={words.created} title={moment(props.row.created)}>
        {date(props.row.created)}
      </td>
      <td role="cell" data-label={words.lastUsed}>
        {props.row.last_used === null ? words.never : when(props.row.last_used, props.now)}
      </td>
      <td role="cell" class={css.cellActions}>
        <Show when={props.row.status !== "removal_waiting"}>
          <button
            type="button"
            class="button small"
            aria-label={words.removeAuthorization(props.row.workspace, props.row.profile_name)}
            onClick={() => props.remove()}
          >
            {words.remove}
          </button>
        </Show>
      </td>
    </tr>
  );
}
