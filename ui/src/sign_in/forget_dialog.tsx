//! Forgetting a profile whose password is lost: said plainly, confirmed by typing its name.
import { createSignal, For, Show, untrack } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ProfileCard } from "../core/bindings";
import { signIn as words } from "../words/sign_in";
import { Dialog } from "../parts/dialog";
import { ErrorNote } from "../parts/error_note";
import { TextField } from "../parts/field";

export function ForgetDialog(props: { profile: ProfileCard; onClose(): void }) {
  const app = useApp();
  const [typed, setTyped] = createSignal("");
  const name = untrack(() => props.profile.name);
  const forget = createAction(async () => {
    await app.host.call("forget_profile", { profile: props.profile.id });
    props.onClose();
    await app.load();
    app.say(words.forgotten(name));
  });
  const confirmed = () => typed().trim().normalize() === props.profile.name.normalize();

  return (
    <Dialog title={words.forgetTitle(props.profile.name)} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (confirmed()) void forget.run();
        }}
      >
        <For each={words.forgetText}>{(text) => <p>{text}</p>}</For>
        <TextField
          label={words.forgetConfirm(props.profile.name)}
          onInput={setTyped}
          required={false}
          maxLength={128}
        />
        <Show when={forget.error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {words.cancel}
          </button>
          <button type="submit" class="button danger" aria-disabled={!confirmed() || forget.busy()}>
            {words.forget}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
