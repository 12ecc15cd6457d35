//! Asks before a connection goes, and says afterwards what became of its token.
import { Show, untrack } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCard } from "../core/bindings";
import { useSession } from "../state/session_state";
import { connections as words } from "../words/connections";
import { revocationWords } from "../words/shell";
import { Dialog } from "../parts/dialog";
import { ErrorNote } from "../parts/error_note";

export function DisconnectDialog(props: {
  connection: ConnectionCard;
  onDone(outcome: string): void;
  onClose(): void;
}) {
  const app = useApp();
  const session = useSession();
  // What is asked about stays what was asked about, whatever the list does meanwhile.
  const { id, kind, workspace } = untrack(() => ({ ...props.connection }));
  const sample = kind === "sample";
  const disconnect = createAction(async () => {
    const revoked = await app.host.call("disconnect", { connection: id });
    props.onDone(
      sample ? words.sampleRemoved : `${words.disconnected(workspace)} ${revocationWords[revoked]}`,
    );
    await session.readConnections();
    props.onClose();
  });

  return (
    <Dialog title={words.disconnectTitle(workspace)} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void disconnect.run();
        }}
      >
        <p>{sample ? words.disconnectSample : words.disconnectText}</p>
        <Show when={disconnect.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.cancel}
          </button>
          <button type="submit" class="button danger" aria-disabled={disconnect.busy()}>
            {sample ? words.removeSample : words.disconnect}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
