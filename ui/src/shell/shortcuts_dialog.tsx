//! The list of keys, and of what can be typed to narrow a search.
import { For } from "solid-js";
import { keyName } from "../input/shortcuts";
import { filterHelp } from "../words/query_help";
import { shell as words, shortcutGroups } from "../words/shell";
import { Dialog } from "../parts/dialog";
import css from "./shortcuts_dialog.module.css";

export function ShortcutsDialog(props: { onClose(): void }) {
  return (
    <Dialog title={words.shortcuts} wide onClose={props.onClose}>
      <div class={css.keyColumns}>
        <For each={shortcutGroups}>
          {(group) => (
            <section class={css.keys}>
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
        <section class={css.keys}>
          <h3>{words.filters}</h3>
          <dl>
            <For each={filterHelp()}>
              {([example, meaning]) => (
                <div>
                  <dt>
                    <code>{example}</code>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              )}
            </For>
          </dl>
        </section>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => props.onClose()}>
          {words.close}
        </button>
      </div>
    </Dialog>
  );
}
