//! The line under the results: how many, how fast, how complete and fresh, which keys.
import { For, Show } from "solid-js";
import type { ConnectionCard, IndexState, OpenIn } from "../core/bindings";
import { createNow } from "../state/clock";
import { milliseconds } from "../words/format";
import { useSession } from "../state/session_state";
import { createSettled } from "../state/settled";
import { keyName } from "../input/shortcuts";
import { describe } from "../words/errors";
import { progressWords } from "../words/progress";
import { search as words } from "../words/search";
import { openInPlace } from "../words/shell";
import { Glyph } from "../parts/glyph";
import css from "./search_footer.module.css";

/** A count is read out once it has stayed for this long. */
const QUIET = 900;

export function SearchFooter(props: {
  /** How many, in words; empty while that is unknown. */
  count: string;
  /** What else is worth reading out; not shown here. */
  aside: string;
  tookMicroseconds: number | undefined;
  index: IndexState | undefined;
  selected: boolean;
  other: OpenIn;
  showKeys(): void;
}) {
  const session = useSession();
  const now = createNow(30_000);
  const progress = () =>
    progressWords({
      connections: session.connections(),
      index: session.index() ?? props.index,
      now: now(),
    });
  const busy = () =>
    session
      .connections()
      .some(({ listing, reading }) => listing.state === "running" || reading.running);
  const said = createSettled(() => `${props.aside} ${props.count}`.trim(), QUIET);

  return (
    <>
      <For each={session.connections().filter((connection) => trouble(connection) !== "")}>
        {(connection) => (
          <div class={`note ${css.strip} warning`} role="status">
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
      <footer class={css.footer}>
        <p class="footer-count">{props.count}</p>
        <Show when={props.tookMicroseconds}>
          {(took) => <p class={css.footerTook}>{words.took(milliseconds(took() / 1000))}</p>}
        </Show>
        <button
          type="button"
          id="progress"
          class={`button quiet small ${css.footerProgress}`}
          onClick={() => session.go("coverage")}
        >
          <Show when={busy()}>
            <span class="pulse" aria-hidden="true" />
          </Show>
          <span>{progress()}</span>
        </button>
        <p class={css.hints} aria-hidden="true">
          <Show when={props.selected}>
            <span>
              <kbd>↵</kbd> {words.open(openInPlace[session.settings().open_in])}
            </span>
            <span class="optional">
              <kbd>{keyName("Mod")}</kbd>
              <kbd>↵</kbd> {openInPlace[props.other]}
            </span>
          </Show>
        </p>
        <button
          type="button"
          class={`button quiet small ${css.keys}`}
          onClick={() => props.showKeys()}
        >
          <kbd aria-hidden="true">F1</kbd> {words.keys}
        </button>
        <p class="visually-hidden" role="status">
          {said()}
        </p>
      </footer>
    </>
  );
}

/** Why a connection's pages may be incomplete; empty when they are not. */
function trouble(connection: ConnectionCard): string {
  if (connection.listing.state !== "failed") {
    return connection.status === "needs_reconnect" ? words.needsReconnect : "";
  }
  const { text, action } = describe(connection.listing.error);
  return `${text} ${action}`;
}
