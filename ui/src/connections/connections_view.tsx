//! All workspaces of this profile, one card each.
import { createSignal, For, onMount, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCard } from "../core/bindings";
import { createNow } from "../state/clock";
import { date, moment, number, when } from "../words/format";
import { DisconnectDialog } from "./disconnect_dialog";
import { AccountFacts } from "../parts/account_facts";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { IncompleteNotes } from "../parts/incomplete_notes";
import { WorkspaceIcon } from "../parts/page_icon";
import { PauseButton } from "../parts/pause_button";
import { ReadingBar } from "../parts/reading_bar";
import { useSession } from "../state/session_state";
import { connections as words, statusHints, statusWords } from "../words/connections";
import { search } from "../words/search";
import css from "../parts/connection_card.module.css";

export function ConnectionsView() {
  const app = useApp();
  const session = useSession();
  const read = createAction(session.readConnections);
  const checkAll = createAction(() => app.host.call("refresh", { connection: null }));
  const [leaving, setLeaving] = createSignal<ConnectionCard>();
  const [outcome, setOutcome] = createSignal("");
  const now = createNow(60_000);
  onMount(() => void read.run());

  return (
    <section class="view">
      <header class="view-head">
        <h1>{words.title}</h1>
        <div class="actions">
          <Show when={session.connections().length > 1}>
            <button
              type="button"
              class="button"
              aria-disabled={checkAll.busy()}
              onClick={() => void checkAll.run()}
            >
              <Glyph name="refresh" />
              {words.checkAll}
            </button>
          </Show>
          <button type="button" class="button primary" onClick={() => session.go("connect")}>
            <Glyph name="connect" />
            {words.add}
          </button>
        </div>
      </header>
      <Show when={read.error() ?? checkAll.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <p class="outcome" role="status">
        {outcome()}
      </p>
      <Show when={session.connections().length === 0}>
        <div class="empty">
          <Glyph name="connections" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyLead}</p>
        </div>
      </Show>
      <ul class="cards">
        <For each={session.connections()}>
          {(connection) => (
            <Connection connection={connection} now={now()} leave={() => setLeaving(connection)} />
          )}
        </For>
      </ul>
      <Show when={leaving()}>
        {(connection) => (
          <DisconnectDialog
            connection={connection()}
            onDone={setOutcome}
            onClose={() => setLeaving(undefined)}
          />
        )}
      </Show>
    </section>
  );
}

function Connection(props: { connection: ConnectionCard; now: number; leave(): void }) {
  const app = useApp();
  const session = useSession();
  const check = createAction(() => app.host.call("refresh", { connection: props.connection.id }));
  const stopped = () => props.connection.status === "paused";
  const sample = () => props.connection.kind === "sample";
  const running = () => props.connection.listing.state === "running";
  const found = () =>
    props.connection.listing.state === "running" ? props.connection.listing.found : 0;
  const failure = () =>
    props.connection.listing.state === "failed" ? props.connection.listing.error : undefined;
  const cannotCheck = () => check.busy() || running() || stopped();
  const named = (action: string) => words.of(action, props.connection.workspace);

  return (
    <li class={`card ${css.connection}`} aria-label={props.connection.workspace}>
      <header>
        <WorkspaceIcon icon={props.connection.workspace_icon} name={props.connection.workspace} />
        <h2>
          <bdi>{props.connection.workspace}</bdi>
        </h2>
        <Show when={sample()}>
          <span class="badge sample">{search.sample}</span>
        </Show>
        <span class="status" data-status={props.connection.status}>
          {statusWords[props.connection.status]}
        </span>
      </header>
      <Show when={statusHints[props.connection.status]}>
        {(hint) => <p class="hint">{hint()}</p>}
      </Show>
      <dl class={`facts ${css.columns}`}>
        <AccountFacts
          account={props.connection.account}
          detail={props.connection.account_detail}
          kind={props.connection.kind}
        />
        <div>
          <dt>{words.pages}</dt>
          <dd>{number(props.connection.pages)}</dd>
        </div>
        <div>
          <dt>{words.lastListed}</dt>
          <dd>
            <Show when={props.connection.last_listed} fallback={words.never}>
              {(at) => <span title={moment(at())}>{when(at(), props.now)}</span>}
            </Show>
          </dd>
        </div>
        <div>
          <dt>{words.connected}</dt>
          <dd title={moment(props.connection.created)}>{date(props.connection.created)}</dd>
        </div>
      </dl>
      <ReadingBar connection={props.connection} />
      <IncompleteNotes connection={props.connection} now={props.now} />
      <Show when={failure()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={check.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <div class="actions">
        <Show when={props.connection.status === "needs_reconnect"}>
          <button
            type="button"
            class="button primary"
            aria-label={named(words.reconnect)}
            onClick={() => session.go("connect")}
          >
            {words.reconnect}
          </button>
        </Show>
        <button
          type="button"
          class="button"
          aria-label={named(words.checkAgain)}
          aria-disabled={cannotCheck()}
          onClick={() => cannotCheck() || void check.run()}
        >
          <Glyph name="refresh" />
          {words.checkAgain}
        </button>
        <PauseButton connection={props.connection} />
        <button
          type="button"
          class="button quiet"
          aria-label={named(sample() ? words.removeSample : words.disconnect)}
          onClick={() => props.leave()}
        >
          {sample() ? words.removeSample : words.disconnect}
        </button>
        <Show when={running()}>
          <span class="underway">
            <span class="pulse" aria-hidden="true" />
            {found() === 0 ? words.asking : words.found(number(found()))}
          </span>
        </Show>
      </div>
    </li>
  );
}
