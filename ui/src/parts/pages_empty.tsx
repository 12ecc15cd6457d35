//! What stands where the pages would be: nothing connected, nothing shared, nothing found.
import { For, Match, Switch } from "solid-js";
import { createAction } from "../action";
import { useApp } from "../app_state";
import { useSession } from "../session_state";
import { pages as words } from "../words/pages";
import { ErrorNote, HelpLink } from "./error_note";
import { Glyph } from "./glyph";
import { Show } from "solid-js";

export function PagesEmpty(props: { known: number; showAll(): void }) {
  const app = useApp();
  const session = useSession();
  const check = createAction(() => app.host.call("refresh", { connection: null }));
  const listing = () => session.connections().some(({ listing }) => listing.state === "running");

  return (
    <div class="empty">
      <Switch>
        <Match when={session.connections().length === 0}>
          <Glyph name="connections" />
          <h2>{words.nothingConnectedTitle}</h2>
          <p>{words.nothingConnectedLead}</p>
          <button type="button" class="button primary" onClick={() => session.go("connect")}>
            {words.connect}
          </button>
        </Match>
        <Match when={props.known > 0}>
          <Glyph name="search" />
          <h2>{words.noMatchTitle}</h2>
          <p>{words.noMatchLead}</p>
          <button type="button" class="button" onClick={() => props.showAll()}>
            {words.showAll}
          </button>
        </Match>
        <Match when={listing()}>
          <Glyph name="refresh" />
          <h2>{words.listingTitle}</h2>
          <p>{words.listingLead}</p>
        </Match>
        <Match when={true}>
          <Glyph name="page" />
          <h2>{words.noneTitle}</h2>
          <p>{words.noneLead}</p>
          <ol class="steps">
            <For each={words.noneSteps}>{(step) => <li>{step}</li>}</For>
          </ol>
          <div class="actions">
            <button
              type="button"
              class="button primary"
              disabled={check.busy()}
              onClick={() => void check.run()}
            >
              {check.busy() ? words.checking : words.checkAgain}
            </button>
            <HelpLink page="sharing" class="button" />
          </div>
          <Show when={check.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        </Match>
      </Switch>
    </div>
  );
}
