//! What of a connection may be incomplete: its listing breaks off, or pages vanished at once.
//! The latter can be let go, which is asked about first.
import { createSignal, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCard, MissingPages } from "../core/bindings";
import { useSession } from "../state/session_state";
import { incomplete as words, missingWords, shortWords } from "../words/incomplete";
import { Dialog } from "./dialog";
import { ErrorNote } from "./error_note";
import { Glyph } from "./glyph";

export function IncompleteNotes(props: { connection: ConnectionCard; now: number }) {
  const [asking, setAsking] = createSignal<MissingPages>();
  return (
    <>
      <Show when={props.connection.short_since !== null}>
        <Note
          text={shortWords(props.connection.short_since ?? 0, props.now)}
          next={words.shortNext}
        />
      </Show>
      <Show when={props.connection.missing}>
        {(missing) => (
          <Note text={missingWords(missing(), props.now)} next={words.missingNext}>
            <button
              type="button"
              class="button small"
              aria-label={`${words.letGo}: ${props.connection.workspace}`}
              onClick={() => setAsking(missing())}
            >
              {words.letGo}
            </button>
          </Note>
        )}
      </Show>
      <Show when={asking()} keyed>
        {(missing) => (
          <LetGoDialog
            connection={props.connection}
            count={missing.pages}
            onClose={() => setAsking(undefined)}
          />
        )}
      </Show>
    </>
  );
}

function Note(props: { text: string; next: string; children?: JSX.Element }) {
  return (
    <div class="note warning">
      <Glyph name="warning" />
      <p dir="auto">
        <strong>{props.text}</strong> {props.next}
      </p>
      {props.children}
    </div>
  );
}

function LetGoDialog(props: { connection: ConnectionCard; count: number; onClose(): void }) {
  const app = useApp();
  const session = useSession();
  // What is asked about stays what was asked about, whatever the list does meanwhile.
  const { id, workspace, count } = untrack(() => ({ ...props.connection, count: props.count }));
  const letGo = createAction(async () => {
    const gone = await app.host.call("let_go_of_missing", { connection: id });
    app.say(words.gone(workspace, gone));
    await session.readConnections();
    props.onClose();
  });

  return (
    <Dialog title={words.letGoTitle(count)} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void letGo.run();
        }}
      >
        <p dir="auto">{words.letGoText(workspace)}</p>
        <Show when={letGo.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.keep}
          </button>
          <button type="submit" class="button danger" aria-disabled={letGo.busy()}>
            {letGo.busy() ? words.lettingGo : words.letGo}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
