//! The signed-in window around the views: navigation, notices, lock, keys for everywhere.
import { createEffect, createSignal, For, onCleanup, onMount, Show, Switch, Match } from "solid-js";
import { useApp } from "../state/app_state";
import { watchAttention } from "../input/attention";
import type { Session } from "../core/bindings";
import { asHostError } from "../core/commands";
import { watchActivity } from "../input/activity";
import { sidebarViews, type View } from "../state/navigation";
import { Glyph, Logo } from "../parts/glyph";
import { NoticeList } from "./notice_list";
import { ShortcutsDialog } from "./shortcuts_dialog";
import { createSessionState, SessionContext } from "../state/session_state";
import { hasViewMod, isComposing, isModKey, isTextEntry, keyName } from "../input/shortcuts";
import { AdministrationView } from "../administration/administration_view";
import { ConnectView } from "../connect/connect_view";
import { ConnectionsView } from "../connections/connections_view";
import { CoverageView } from "../coverage/coverage_view";
import { SearchView } from "../search/search_view";
import { SettingsView } from "../settings/settings_view";
import { roleNames } from "../words/sign_in";
import { shell as words, viewNames } from "../words/shell";

export function Shell(props: { session: Session }) {
  const app = useApp();
  const session = createSessionState(app, props.session);
  const [keysShown, setKeysShown] = createSignal(false);
  const profile = props.session.profile;
  const views = sidebarViews(profile.role);

  const lock = async () => {
    const view = session.view();
    try {
      await app.host.call("lock", {});
    } catch (refused) {
      app.refused(asHostError(refused));
    }
    app.lockedAt(view);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (isModKey(event, "l")) {
      event.preventDefault();
      void lock();
    } else if (hasViewMod(event) && views[Number(event.key) - 1] !== undefined) {
      event.preventDefault();
      session.go(views[Number(event.key) - 1] as View);
    } else if (event.key === "?" && !isTextEntry(event.target)) {
      event.preventDefault();
      setKeysShown(true);
    }
  };
  onMount(() => window.addEventListener("keydown", onKey));
  onCleanup(() => window.removeEventListener("keydown", onKey));

  watchActivity(() => {
    app.host.call("touch", {}).catch((refused) => app.refused(asHostError(refused)));
  });

  watchAttention(() => {
    app.host.call("focused", {}).catch((refused) => app.refused(asHostError(refused)));
  });

  createEffect(() => {
    const view = session.view();
    document.title = view === undefined ? words.product : words.title(viewNames[view]);
  });

  const needsAttention = () =>
    session.connections().some((connection) => connection.status === "needs_reconnect");

  return (
    <SessionContext.Provider value={session}>
      <div class="shell">
        <nav class="sidebar" aria-label={words.navigation}>
          <div class="brand">
            <Logo />
            <span>{words.product}</span>
          </div>
          <ul>
            <For each={views}>
              {(view) => (
                <li>
                  <button
                    type="button"
                    class="nav-item"
                    aria-current={isCurrent(session.view(), view) ? "page" : undefined}
                    onClick={() => session.go(view)}
                  >
                    <Glyph name={view} />
                    <span class="nav-label">{viewNames[view]}</span>
                    <Show when={view === "connections" && needsAttention()}>
                      <span class="dot" role="img" aria-label={words.attention} />
                    </Show>
                  </button>
                </li>
              )}
            </For>
          </ul>
          <div class="sidebar-foot">
            <div class="who">
              <span class="who-name" dir="auto">
                {profile.name}
              </span>
              <span class="who-role">{roleNames[profile.role]}</span>
            </div>
            <button
              type="button"
              class="nav-item"
              aria-keyshortcuts={`${keyName("Mod") === "⌘" ? "Meta" : "Control"}+L`}
              onClick={() => void lock()}
            >
              <Glyph name="lock" />
              <span class="nav-label">{words.lock}</span>
              <kbd aria-hidden="true">{keyName("Mod")} L</kbd>
            </button>
          </div>
        </nav>
        <main class="main">
          <NoticeList notices={session.notices()} dismiss={session.dismiss} />
          <Switch>
            <Match when={session.view() === "search"}>
              <SearchView showKeys={() => setKeysShown(true)} />
            </Match>
            <Match when={session.view() === "coverage"}>
              <CoverageView />
            </Match>
            <Match when={session.view() === "connect"}>
              <ConnectView />
            </Match>
            <Match when={session.view() === "connections"}>
              <ConnectionsView />
            </Match>
            <Match when={session.view() === "administration"}>
              <AdministrationView />
            </Match>
            <Match when={session.view() === "settings"}>
              <SettingsView />
            </Match>
          </Switch>
        </main>
        <Show when={keysShown()}>
          <ShortcutsDialog onClose={() => setKeysShown(false)} />
        </Show>
      </div>
    </SessionContext.Provider>
  );
}

/** Connecting belongs to the connections, which is where its way back is. */
function isCurrent(shown: View | undefined, item: View): boolean {
  return shown === item || (shown === "connect" && item === "connections");
}
