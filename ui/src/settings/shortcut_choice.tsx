//! The keys that bring the window forward: shown, chosen by pressing them, taken away.
import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { DesktopState, Shortcut } from "../core/bindings";
import { keysOf, record, type Recorded } from "../input/shortcut_recording";
import { CopyButton } from "../parts/copy_button";
import { desktop as words } from "../words/desktop";
import css from "./settings.module.css";

export function ShortcutChoice(props: {
  chosen: Shortcut | null;
  state: DesktopState["shortcut"] | undefined;
  onChoose(shortcut: Shortcut | null): void;
}) {
  const [listening, setListening] = createSignal(false);
  const [wrong, setWrong] = createSignal<Recorded["is"] | "nothing">();
  let button!: HTMLButtonElement;

  const onKey = (event: KeyboardEvent) => {
    if (!listening()) return;
    const recorded = record(event);
    // The way to the next control stays open.
    if (event.key === "Tab" && recorded.is !== "keys") {
      setListening(false);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    setWrong(recorded.is);
    if (recorded.is === "keys") props.onChoose(recorded.keys);
    if (recorded.is === "keys" || recorded.is === "cancelled") setListening(false);
  };
  /** Keys that another program holds go there, and often so does the focus. */
  const stop = () => {
    if (listening() && !document.hasFocus()) setWrong("nothing");
    setListening(false);
  };
  const byHand = () => (props.state?.state === "by_hand" ? props.state.command : undefined);

  return (
    <div role="group" aria-labelledby="shortcut-name">
      <p class={css.name} id="shortcut-name">
        {words.shortcut}
      </p>
      <Show
        when={byHand()}
        fallback={
          <>
            <div class="actions">
              <Show when={props.chosen} fallback={<span class="hint">{words.shortcutNone}</span>}>
                {(chosen) => (
                  <span class={css.shortcut}>
                    <For each={keysOf(chosen())}>{(key) => <kbd>{key}</kbd>}</For>
                  </span>
                )}
              </Show>
              <button
                type="button"
                class="button"
                ref={button}
                aria-describedby="shortcut-hint"
                onClick={() => {
                  setWrong(undefined);
                  setListening(true);
                  button.focus();
                }}
                onKeyDown={onKey}
                onBlur={stop}
              >
                <Switch fallback={words.shortcutChoose}>
                  <Match when={listening()}>{words.shortcutPress}</Match>
                  <Match when={props.chosen}>{words.shortcutChange}</Match>
                </Switch>
              </button>
              <Show when={props.chosen}>
                <button
                  type="button"
                  class="button quiet"
                  onClick={() => {
                    props.onChoose(null);
                    button.focus();
                  }}
                >
                  {words.shortcutRemove}
                </button>
              </Show>
            </div>
            <p class="hint" id="shortcut-hint" role="status">
              <Switch fallback={words.shortcutHint}>
                <Match when={wrong() === "without_modifier"}>{words.shortcutModifier}</Match>
                <Match when={wrong() === "unknown"}>{words.shortcutUnknown}</Match>
                <Match when={wrong() === "nothing"}>{words.shortcutNothingCame}</Match>
                <Match when={props.state?.state === "taken"}>{words.shortcutTaken}</Match>
              </Switch>
            </p>
          </>
        }
      >
        {(command) => (
          <>
            <p class="hint">{words.shortcutByHand}</p>
            <div class="copyable">
              <code>{command()}</code>
              <CopyButton text={command()} label={words.copyCommand} done={words.commandCopied} />
            </div>
          </>
        )}
      </Show>
    </div>
  );
}
