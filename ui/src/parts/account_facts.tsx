//! Whose account a connection sees with, and how it got there: two entries of a list of facts.
import { Show } from "solid-js";
import type { ConnectionKind } from "../core/bindings";
import { kindOfToken } from "../words/connect";
import { connections as words } from "../words/connections";

export function AccountFacts(props: {
  account: string;
  detail: string | null;
  kind: ConnectionKind;
}) {
  return (
    <>
      <div>
        <dt>{words.account}</dt>
        <dd>
          <bdi>{props.account}</bdi>
          <Show when={props.detail}>
            {(detail) => (
              <small>
                <bdi>{detail()}</bdi>
              </small>
            )}
          </Show>
        </dd>
      </div>
      <div>
        <dt>{words.kind}</dt>
        <dd>{kindOfToken[props.kind]}</dd>
      </div>
    </>
  );
}
