//! A program that speaks for an assistant asks to be let in: what it would see, and Yes or No. No
//! is what Enter and Esc say, and keys and clicks that were meant for something else say nothing.
import { createSignal, onMount, Show, untrack } from "solid-js";
import type { AccessRequest } from "../core/bindings";
import { asHostError } from "../core/commands";
import { createUnmeantKeys, QUIET } from "../input/unmeant_keys";
import { Dialog } from "../parts/dialog";
import { ErrorNote } from "../parts/error_note";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { access as words } from "../words/assistants";

/** Shown while a program waits; it comes and goes by itself. */
export function AccessDialog() {
  const app = useApp();
  const [waiting, setWaiting] = createSignal<AccessRequest | null>(null);
  let told = false;
  app.onEvent((event) => {
    if (event.event !== "access_request") return;
    told = true;
    setWaiting(event.data);
  });
  const look = async () => {
    try {
      const before = await app.host.call("access_request", {});
      // An event overtakes a reply that was asked for before it, and is the newer of the two.
      if (!told) setWaiting(before);
    } catch (refused) {
      app.refused(asHostError(refused));
    }
  };
  onMount(() => void look());
  return (
    <Show when={waiting()} keyed>
      {(request) => (
        <Asking
          request={request}
          // Another may have come while this one was being answered.
          onAnswered={() => setWaiting((now) => (now === request ? null : now))}
        />
      )}
    </Show>
  );
}

function Asking(props: { request: AccessRequest; onAnswered(): void }) {
  const app = useApp();
  const { number, program, workspaces, whole_pages } = untrack(() => props.request);
  const answer = createAction(async (granted: boolean) => {
    const heard = await app.host.call("answer_access_request", { number, granted });
    app.say(heard ? (granted ? words.letIn : words.refused) : words.gone);
    props.onAnswered();
  });
  const unmeant = createUnmeantKeys();
  const since = performance.now();
  // Esc and clicks that were on their way.
  const isMeant = () => performance.now() - since >= QUIET;
  let no!: HTMLButtonElement;
  // After the dialog has opened, which puts the focus where it likes.
  onMount(() => queueMicrotask(() => no.focus()));

  return (
    <Dialog
      title={words.title(program)}
      onClose={() => {
        if (isMeant()) void answer.run(false);
      }}
    >
      <form
        onKeyDown={(event) => unmeant(event) && event.preventDefault()}
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant()) void answer.run(false);
        }}
      >
        <p id="access-facts">
          <bdi>{words.would(workspaces)}</bdi>{" "}
          <Show when={workspaces.length > 0}>
            {whole_pages ? words.whole : words.passages} {words.until}
          </Show>
        </p>
        <p id="access-unsure" class="hint">
          {words.unsure}
        </p>
        <Show when={answer.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="dialog-actions">
          <button
            ref={no}
            type="submit"
            class="button primary"
            aria-disabled={answer.busy()}
            aria-describedby="access-facts access-unsure"
          >
            {words.no}
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={answer.busy()}
            aria-describedby="access-facts"
            onClick={() => isMeant() && void answer.run(true)}
          >
            {words.yes}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
