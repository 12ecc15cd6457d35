//! What is searched and what is not: the answer for one missed page, then every workspace in
//! numbers. Not where connections are made or removed.
import { throttle } from "@solid-primitives/scheduled";
import { createSignal, For, onMount, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { Coverage } from "../core/bindings";
import { createNow } from "../state/clock";
import { CoverageCard } from "./coverage_card";
import { ErrorNote } from "../parts/error_note";
import { LinkCheck } from "./link_check";
import { useSession } from "../state/session_state";
import { coverage as words } from "../words/coverage";
import { percent } from "../words/format";
import { indexWords } from "../words/progress";
import css from "./coverage.module.css";

/** While pages stream in, the numbers are read again at most this often. */
const REREAD_EVERY = 2000;

export function CoverageView() {
  const app = useApp();
  const session = useSession();
  const [known, setKnown] = createSignal<Coverage>();
  const now = createNow(30_000);
  const ask = createAction(async () => setKnown(await app.host.call("coverage", {})));
  const soon = throttle(() => void ask.run(), REREAD_EVERY);
  onMount(() => void ask.run());
  app.onEvent((event) => {
    if (event.event === "pages_changed" || event.event === "connections" || event.event === "index")
      soon();
  });

  const index = () => session.index() ?? known()?.index;
  const building = () => {
    const state = index();
    return state?.state === "building" && state;
  };
  const covered = (id: string) =>
    known()?.connections.find(({ connection }) => connection.id === id);

  return (
    <section class={`view narrow ${css.coverage}`}>
      <header class="view-head">
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
        </div>
      </header>
      <LinkCheck />
      <Show when={ask.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <section class="section" aria-labelledby="index-title">
        <h2 id="index-title">{words.index}</h2>
        <div class={`card ${css.indexState}`} data-index={index()?.state}>
          <p role="status">{indexSentence()}</p>
          <Show when={known()?.meanings}>
            {(meanings) => <p class="hint">{words.meanings(meanings().pages, meanings().of)}</p>}
          </Show>
          <Show when={building()}>
            {(state) => (
              <progress
                max={state().of}
                value={state().done}
                aria-label={percent(state().done, state().of)}
              />
            )}
          </Show>
        </div>
      </section>
      <section class="section" aria-labelledby="workspaces-title">
        <h2 id="workspaces-title">{words.workspaces}</h2>
        <Show when={session.connections().length === 0}>
          <p class="hint">{words.noneConnected}</p>
        </Show>
        <ul class="cards">
          <For each={session.connections()}>
            {(connection) => (
              <Show when={covered(connection.id)}>
                {(coverage) => (
                  <CoverageCard coverage={coverage()} connection={connection} now={now()} />
                )}
              </Show>
            )}
          </For>
        </ul>
      </section>
    </section>
  );

  function indexSentence(): string {
    const state = index();
    if (state === undefined) return words.indexUnknown;
    const said = indexWords(state);
    return said === undefined ? words.indexReady : `${said}.`;
  }
}
