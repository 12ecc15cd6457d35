//! Asks for the administrator's own password before something is removed for good.
import { For, Show } from "solid-js";
import { createAction } from "../state/action";
import { createCountdown } from "../state/clock";
import { administration as words } from "../words/administration";
import { waitSeconds } from "../words/errors";
import { Dialog } from "../parts/dialog";
import { ErrorNote } from "../parts/error_note";
import { SecretField, take } from "../parts/field";

export function PasswordDialog(props: {
  title: string;
  texts: string[];
  submit: string;
  onPassword(password: string): Promise<void>;
  onClose(): void;
}) {
  const act = createAction((password: string) => props.onPassword(password));
  const wait = createCountdown(() => waitSeconds(act.error()));
  let password!: HTMLInputElement;
  const submit = async () => {
    if (await act.run(take(password))) props.onClose();
    else password.focus();
  };

  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (act.busy() || wait() > 0) return;
          void submit();
        }}
      >
        <For each={props.texts}>{(text) => <p dir="auto">{text}</p>}</For>
        <SecretField
          label={words.ownPassword}
          ref={(input) => (password = input)}
          autocomplete="current-password"
          autofocus
        />
        <Show when={act.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.cancel}
          </button>
          <button type="submit" class="button danger" aria-disabled={act.busy() || wait() > 0}>
            {props.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
