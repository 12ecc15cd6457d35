//! What stands where the pages would be: nothing connected, nothing shared, nothing found.
import { For, Match, Show, Switch } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { Covers } from "../core/bindings";
import { useSession } from "../state/session_state";
import { indexWords } from "../words/progress";
import { search as words } from "../words/search";
import { ErrorNote, HelpLink } from "../parts/error_note";
import { Glyph } from "../parts/glyph";

/** For an empty box: why the list of all pages has none. */
export function PagesEmpty(props: { known: number; showAll(): void }) {
  const app = useApp();
  const session = useSession();
  const check = createAction(() => app.host.call("refresh", { connection: null }));
  const listing = () => session.connections().some(({ listing }) => listing.state === "running");

  return (
    <div class="empty">
      <Switch>
        <Match when={session.connections().length === 0}>
          <NothingConnected />
        </Match>
        <Match when={props.known > 0}>
          <Glyph name="search" />
          <h2>{words.noKindTitle}</h2>
          <p>{words.noKindLead}</p>
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
              aria-disabled={check.busy()}
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

/** For a search that found nothing: what was covered, and the two ways on. */
export function NothingFound(props: { covers: Covers; asked: boolean; askNotion(): void }) {
  const session = useSession();
  const covered = () => {
    const { known, read, waiting, failed, index } = props.covers;
    if (waiting + failed > 0) return words.covered(read, read + waiting + failed);
    return index.state === "ready" ? words.coveredAll(known) : words.coveredTitles(known);
  };

  return (
    <div class="empty">
      <Show when={session.connections().length > 0} fallback={<NothingConnected />}>
        <Glyph name="search" />
        <h2>{words.nothingTitle}</h2>
        <p>{covered()}</p>
        <For each={words.mayBeMissing(props.covers)}>{(sentence) => <p>{sentence}</p>}</For>
        <p>{words.nothingTypo}</p>
        <Show when={indexWords(props.covers.index)}>{(sentence) => <p>{sentence()}.</p>}</Show>
        <div class="actions">
          <Show when={!props.asked}>
            <button type="button" class="button primary" onClick={() => props.askNotion()}>
              {words.askNotion}
            </button>
          </Show>
          <button type="button" class="button" onClick={() => session.go("coverage")}>
            {words.why}
          </button>
        </div>
      </Show>
    </div>
  );
}

function NothingConnected() {
  const session = useSession();
  return (
    <>
      <Glyph name="connections" />
      <h2>{words.nothingConnectedTitle}</h2>
      <p>{words.nothingConnectedLead}</p>
      <button type="button" class="button primary" onClick={() => session.go("connect")}>
        {words.connect}
      </button>
    </>
  );
}
