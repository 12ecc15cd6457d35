//! The way to each view, who is signed in, and the lock.
import { For, Show } from "solid-js";
import type { ProfileCard } from "../core/bindings";
import { isMac, keyName } from "../input/shortcuts";
import { Glyph, Logo } from "../parts/glyph";
import type { View } from "../state/navigation";
import { useSession } from "../state/session_state";
import { shell as words, viewNames } from "../words/shell";
import { roleNames } from "../words/sign_in";
import css from "./shell.module.css";

export function Sidebar(props: { profile: ProfileCard; views: readonly View[]; lock(): void }) {
  const session = useSession();
  /** What the dot beside the connections stands for. */
  const sign = (): string | undefined => {
    const { step } = session.connecting();
    if (step !== "idle") return words.signingIn;
    const stopped = session.connections().some(({ status }) => status === "needs_reconnect");
    return stopped ? words.attention : undefined;
  };

  return (
    <nav class={css.sidebar} aria-label={words.navigation}>
      <div class={css.brand}>
        <Logo />
        <span>{words.product}</span>
      </div>
      <ul>
        <For each={props.views}>
          {(view) => (
            <li>
              <button
                type="button"
                class={css.navItem}
                title={viewNames[view]}
                aria-current={isCurrent(session.view(), view) ? "page" : undefined}
                onClick={() => session.go(view)}
              >
                <Glyph name={view} />
                <span class={css.navLabel}>{viewNames[view]}</span>
                <Show when={view === "connections" && sign()}>
                  {(what) => <span class={css.dot} role="img" aria-label={what()} title={what()} />}
                </Show>
              </button>
            </li>
          )}
        </For>
      </ul>
      <div class={css.sidebarFoot}>
        <div class={css.who}>
          <span class={css.whoName} dir="auto">
            {props.profile.name}
          </span>
          <span class={css.whoRole}>{roleNames[props.profile.role]}</span>
        </div>
        <button
          type="button"
          class={css.navItem}
          aria-keyshortcuts={`${isMac ? "Meta" : "Control"}+L`}
          onClick={() => props.lock()}
        >
          <Glyph name="lock" />
          <span class={css.navLabel}>{words.lock}</span>
          <kbd aria-hidden="true">{keyName("Mod")} L</kbd>
        </button>
      </div>
    </nav>
  );
}

/** Connecting belongs to the connections, which is where its way back is. */
function isCurrent(shown: View | undefined, item: View): boolean {
  return shown === item || (shown === "connect" && item === "connections");
}
