//! How a sign-in ends: agree to the workspace and account it named, or learn why it failed.
import { onMount, Show } from "solid-js";
import { createAction } from "../state/action";
import { createUnmeantKeys } from "../input/unmeant_keys";
import { useApp } from "../state/app_state";
import type { ConnectState, UiError } from "../core/bindings";
import { useSession } from "../state/session_state";
import { connect } from "../words/connect";
import { revocationWords } from "../words/shell";
import { AccountFacts } from "../parts/account_facts";
import { ErrorNote } from "../parts/error_note";
import { WorkspaceIcon } from "../parts/page_icon";
import { StepHeading } from "./step_heading";
import css from "./connect.module.css";

export function ConnectConfirming(props: { state: Extract<ConnectState, { step: "confirming" }> }) {
  const app = useApp();
  const session = useSession();
  const words = connect.confirming;
  const agree = createAction(async () => {
    const card = await app.host.call("confirm_connection", {});
    await session.readConnections();
    session.go("search");
    app.say(words.connected(card.workspace));
    await session.readConnecting();
  });
  const decline = createAction(async () => {
    const revoked = await app.host.call("decline_connection", {});
    await session.readConnecting();
    app.say(`${words.declined} ${revocationWords[revoked]}`);
  });
  const busy = () => agree.busy() || decline.busy();

  let yes!: HTMLButtonElement;
  onMount(() => yes.focus());
  const unmeant = createUnmeantKeys();

  return (
    <form
      class={`card ${css.step}`}
      aria-labelledby="confirming-title"
      onKeyDown={(event) => unmeant(event) && event.preventDefault()}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy()) void agree.run();
      }}
    >
      <h1 id="confirming-title">{words.title}</h1>
      <dl class="facts" id="confirming-facts">
        <div>
          <dt>{words.workspace}</dt>
          <dd class={css.workspaceName}>
            <WorkspaceIcon icon={props.state.workspace_icon} name={props.state.workspace} />
            <bdi>{props.state.workspace}</bdi>
          </dd>
        </div>
        <AccountFacts
          account={props.state.account}
          detail={props.state.account_detail}
          kind={props.state.kind}
        />
      </dl>
      <p class="hint">{props.state.replaces ? words.replaces : words.nothingStored}</p>
      <Show when={agree.error() ?? decline.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <div class="actions">
        <button
          ref={yes}
          type="submit"
          class="button primary"
          aria-disabled={busy()}
          aria-describedby="confirming-facts"
        >
          {words.yes}
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={busy()}
          onClick={() => busy() || void decline.run()}
        >
          {words.no}
        </button>
      </div>
    </form>
  );
}

export function ConnectFailed(props: { error: UiError }) {
  const app = useApp();
  const session = useSession();
  const words = connect.failed;
  const again = createAction(async () => {
    await app.host.call("cancel_sign_in", {});
    await session.readConnecting();
  });

  return (
    <div class={`card ${css.step}`}>
      <StepHeading>{words.title}</StepHeading>
      <ErrorNote error={props.error} />
      <Show when={again.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={again.busy()}
          onClick={() => void again.run()}
        >
          {words.again}
        </button>
        <button type="button" class="button quiet" onClick={() => session.go("search")}>
          {words.back}
        </button>
      </div>
    </div>
  );
}
