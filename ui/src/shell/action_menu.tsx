//! Everything that can be done now, found by typing some of its name: a box that keeps the focus
//! and a list that shows what it means.
import { createMemo, createSignal, For, Show } from "solid-js";
import { isComposing, keyName } from "../input/shortcuts";
import { Dialog } from "../parts/dialog";
import type { MenuAction } from "../state/menu_actions";
import { shell as words } from "../words/shell";
import css from "./action_menu.module.css";

const LIST_ID = "action-list";
const optionId = (at: number) => `action-${at}`;

export function ActionMenu(props: { actions: MenuAction[]; onClose(): void }) {
  const [typed, setTyped] = createSignal("");
  const [at, setAt] = createSignal(0);
  const found = createMemo(() => named(props.actions, typed()));
  const chosen = () => Math.min(at(), found().length - 1);

  const run = (action: MenuAction | undefined) => {
    if (action === undefined) return;
    // Closed first: what the action does to the focus is then the last word.
    props.onClose();
    action.run();
  };
  const move = (rows: number) => {
    const count = found().length;
    if (count > 0) setAt((chosen() + rows + count) % count);
    document.getElementById(optionId(chosen()))?.scrollIntoView({ block: "nearest" });
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") run(found()[chosen()]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={words.actions} onClose={() => props.onClose()}>
      <input
        class={css.box}
        type="text"
        role="combobox"
        aria-label={words.findAction}
        aria-expanded="true"
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={found().length > 0 ? optionId(chosen()) : undefined}
        placeholder={words.findAction}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        autofocus
        onKeyDown={onKey}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div class={css.list} id={LIST_ID} role="listbox" aria-label={words.actions}>
        <For each={found()}>
          {(action, place) => (
            <div
              class={css.action}
              role="option"
              id={optionId(place())}
              aria-selected={place() === chosen()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => run(action)}
            >
              <span>{action.name}</span>
              <span class={css.keys} aria-hidden="true">
                <For each={action.keys?.split(" ") ?? []}>{(key) => <kbd>{keyName(key)}</kbd>}</For>
              </span>
            </div>
          )}
        </For>
      </div>
      <p class={found().length > 0 ? "visually-hidden" : "hint"} role="status">
        <Show when={found().length === 0}>{words.noAction}</Show>
      </p>
    </Dialog>
  );
}

/** Those whose names hold every word, however each begins. */
function named(actions: readonly MenuAction[], typed: string): MenuAction[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter(({ name }) => {
    const text = name.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
