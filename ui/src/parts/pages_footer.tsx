//! The line under the list: how many, how far the listing is, what failed, which keys.
import { For, Show } from "solid-js";
import type { ConnectionCard, OpenIn } from "../bindings";
import { number } from "../format";
import { useSession } from "../session_state";
import { keyName } from "../shortcuts";
import { describe } from "../words/errors";
import { pages as words } from "../words/pages";
import { openInPlace } from "../words/settings";
import { Glyph } from "./glyph";

export function PagesFooter(props: {
  total: number;
  known: number;
  ready: boolean;
  selected: boolean;
  other: OpenIn;
  showKeys(): void;
}) {
  const session = useSession();
  const found = () =>
    session
      .connections()
      .reduce((sum, { listing }) => sum + (listing.state === "running" ? listing.found : 0), 0);
  const listing = () => session.connections().some(({ listing }) => listing.state === "running");
  const troubles = () => session.connections().filter((connection) => trouble(connection) !== "");

  return (
    <>
      <For each={troubles()}>
        {(connection) => (
          <div class="note strip warning" role="status">
            <Glyph name="warning" />
            <p dir="auto">
              <strong>
                <bdi>{connection.workspace}</bdi>:
              </strong>{" "}
              {trouble(connection)}
            </p>
            <button type="button" class="button small" onClick={() => session.go("connections")}>
              {words.seeConnections}
            </button>
          </div>
        )}
      </For>
      <footer class="footer">
        <p role="status" class="footer-count">
          <Show when={props.ready}>
            {props.total === 1 && props.known === 1
              ? words.onePage
              : words.count(number(props.total), number(props.known))}
          </Show>
          <Show when={listing()}>
            <span class="progress">
              <span class="pulse" aria-hidden="true" />
              {found() === 0 ? words.asking : words.foundSoFar(number(found()))}
            </span>
          </Show>
        </p>
        <p class="hints" aria-hidden="true">
          <Show when={props.selected}>
            <span>
              <kbd>↵</kbd> {words.open(openInPlace[session.settings().open_in])}
            </span>
            <span class="optional">
              <kbd>{keyName("Mod")}</kbd>
              <kbd>↵</kbd> {openInPlace[props.other]}
            </span>
            <span class="optional">
              <kbd>{keyName("Mod")}</kbd>
              <kbd>C</kbd> {words.copyLink}
            </span>
          </Show>
        </p>
        <button type="button" class="button quiet small" onClick={() => props.showKeys()}>
          <kbd aria-hidden="true">?</kbd> {words.keyHints.keys}
        </button>
      </footer>
    </>
  );
}

/** Why a connection's list may be incomplete; empty when it is not. */
function trouble(connection: ConnectionCard): string {
  if (connection.listing.state !== "failed") {
    return connection.status === "needs_reconnect" ? words.needsReconnect : "";
  }
  const { text, action } = describe(connection.listing.error);
  return `${text} ${action}`;
}
