//! How much of a workspace is kept at most. Opens by itself where a limit is reached.
import { createEffect, createUniqueId, on, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCoverage, ConnectionCard } from "../core/bindings";
import { useSession } from "../state/session_state";
import { coverage as words } from "../words/coverage";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import css from "./coverage.module.css";

/** More than Notion has of anyone, and a number that still fits its box. */
const MOST_PAGES = 100_000_000;
/** A hundred terabytes. */
const MOST_MEGABYTES = 100_000_000;

export function LimitsChoice(props: { coverage: ConnectionCoverage; connection: ConnectionCard }) {
  const app = useApp();
  const session = useSession();
  const id = createUniqueId();
  let fold!: HTMLDetailsElement;
  let pages!: HTMLInputElement;
  let megabytes!: HTMLInputElement;
  const reached = () =>
    props.coverage.page_limit !== null || props.coverage.text_limit_megabytes !== null;
  createEffect(on(reached, (now) => now && (fold.open = true)));

  const set = createAction(async () => {
    const { id: connection, workspace, status } = props.connection;
    const limits = { pages: Number(pages.value), megabytes: Number(megabytes.value) };
    await app.host.call("set_limits", { connection, limits });
    await session.readConnections();
    app.say(status === "active" ? words.limitsSet(workspace) : words.limitsSetForLater(workspace));
  });

  return (
    <details ref={fold}>
      <summary>
        <Glyph name="chevron" />
        {words.kept(props.connection.limits.pages, props.connection.limits.megabytes)}
      </summary>
      <form
        class={css.limits}
        onSubmit={(event) => {
          event.preventDefault();
          void set.run();
        }}
      >
        <div>
          <label for={`${id}-pages`}>{words.mostPages}</label>
          <input
            id={`${id}-pages`}
            ref={pages}
            class={css.amount}
            type="number"
            min={1}
            max={MOST_PAGES}
            required
            aria-describedby={`${id}-hint`}
            value={props.connection.limits.pages}
          />
        </div>
        <div>
          <label for={`${id}-megabytes`}>{words.mostMegabytes}</label>
          <input
            id={`${id}-megabytes`}
            ref={megabytes}
            class={css.amount}
            type="number"
            min={1}
            max={MOST_MEGABYTES}
            required
            aria-describedby={`${id}-hint`}
            value={props.connection.limits.megabytes}
          />
        </div>
        <button
          type="submit"
          class="button"
          aria-label={words.of(words.limitsChange, props.connection.workspace)}
          aria-disabled={set.busy()}
        >
          {words.limitsChange}
        </button>
      </form>
      <p class="hint" id={`${id}-hint`}>
        {words.limitsHint}
      </p>
      <Show when={set.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </details>
  );
}
