//! The list of keys.
import { For } from "solid-js";
import { keyName } from "../shortcuts";
import { shell as words, shortcutGroups } from "../words/shell";
import { Dialog } from "./dialog";

export function ShortcutsDialog(props: { onClose(): void }) {
  return (
    <Dialog title={words.shortcuts} onClose={props.onClose}>
      <For each={shortcutGroups}>
        {(group) => (
          <section class="keys">
            <h3>{group.title}</h3>
            <dl>
              <For each={group.keys}>
                {([keys, what]) => (
                  <div>
                    <dt>
                      <For each={keys.split(" ")}>
                        {(key) => (key === "…" ? <span>…</span> : <kbd>{keyName(key)}</kbd>)}
                      </For>
                    </dt>
                    <dd>{what}</dd>
                  </div>
                )}
              </For>
            </dl>
          </section>
        )}
      </For>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => props.onClose()}>
          {words.close}
        </button>
      </div>
    </Dialog>
  );
}
