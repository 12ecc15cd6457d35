//! Connecting a workspace, one step at a time. Which step it is, only the core knows.
import { Match, Show, Switch } from "solid-js";
import type { ConnectState } from "../core/bindings";
import { ConnectConfirming, ConnectFailed } from "./connect_outcome";
import { LookAround, PasteToken } from "./connect_ways";
import { SignInWithNotion } from "./connect_oauth";
import { ConnectWaiting } from "./connect_waiting";
import { StepHeading } from "./step_heading";
import { useSession } from "../state/session_state";
import { connect as words } from "../words/connect";
import css from "./connect.module.css";

export function ConnectView() {
  const session = useSession();
  const at = <S extends ConnectState["step"]>(step: S) => {
    const state = session.connecting();
    return state.step === step && (state as Extract<ConnectState, { step: S }>);
  };

  return (
    <section class={`view narrow ${css.connect}`}>
      <Switch>
        <Match when={at("idle")}>
          {(state) => (
            <>
              <h1>{words.title}</h1>
              <p class="lead">{words.lead}</p>
              <PasteToken />
              <div class={css.ways}>
                <SignInWithNotion state={state()} />
                <LookAround />
              </div>
            </>
          )}
        </Match>
        <Match when={at("waiting")}>{(state) => <ConnectWaiting state={state()} />}</Match>
        <Match when={at("exchanging")}>
          <div class={`card ${css.step}`}>
            <StepHeading>{words.exchanging.title}</StepHeading>
            <p class="lead underway">
              <span class="pulse" aria-hidden="true" />
              {words.exchanging.lead}
            </p>
          </div>
        </Match>
        <Match when={at("confirming")}>{(state) => <ConnectConfirming state={state()} />}</Match>
        <Match when={at("failed")}>
          {(state) => (
            <Show when={state().error} keyed>
              {(error) => <ConnectFailed error={error} />}
            </Show>
          )}
        </Match>
      </Switch>
    </section>
  );
}
