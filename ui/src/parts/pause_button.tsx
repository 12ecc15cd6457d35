//! Pauses a connection and lets it go on. What is stored stays searched either way.
import { Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCard } from "../core/bindings";
import { useSession } from "../state/session_state";
import { coverage as words } from "../words/coverage";
import { ErrorNote } from "./error_note";
import { Glyph } from "./glyph";

export function PauseButton(props: { connection: ConnectionCard }) {
  const app = useApp();
  const session = useSession();
  const paused = () => props.connection.status === "paused";
  const name = () => (paused() ? words.resume : words.pause);
  const toggle = createAction(async () => {
    const { id, workspace } = props.connection;
    const pausing = !paused();
    await app.host.call("pause_connection", { connection: id, paused: pausing });
    await session.readConnections();
    app.say(pausing ? words.nowPaused(workspace) : words.nowResumed(workspace));
  });

  return (
    <Show when={props.connection.status === "active" || paused()}>
      <button
        type="button"
        class="button"
        aria-label={words.of(name(), props.connection.workspace)}
        aria-disabled={toggle.busy()}
        onClick={() => void toggle.run()}
      >
        <Glyph name={paused() ? "resume" : "pause"} />
        {name()}
      </button>
      <Show when={toggle.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </Show>
  );
}
