//! The signed-in window around the views: navigation, notices, lock, keys for everywhere.
import { createEffect, createSignal, Match, on, onMount, Show, Switch, untrack } from "solid-js";
import type { Session } from "../core/bindings";
import { asHostError, type CommandName } from "../core/commands";
import { watchActivity } from "../input/activity";
import { watchAttention } from "../input/attention";
import { focusHeading, isNowhere, keepFocus } from "../input/focus_keeper";
import { focusSearchBox } from "../search/search_box";
import { SearchView } from "../search/search_view";
import { useApp } from "../state/app_state";
import { sidebarViews } from "../state/navigation";
import { createSessionState, SessionContext } from "../state/session_state";
import { shell as words, viewNames } from "../words/shell";
import { NoticeList } from "./notice_list";
import css from "./shell.module.css";
import { createShellActions } from "./shell_actions";
import { listenForShellKeys } from "./shell_keys";
import { Sidebar } from "./sidebar";
import { dialogs, fetchAll, ready, views as shown } from "./views";

/** Made anew for each session. */
export function Shell(props: { session: Session }) {
  const app = useApp();
  const opened = untrack(() => props.session);
  const session = createSessionState(app, opened);
  const [keysShown, setKeysShown] = createSignal(false);
  const [actionsShown, setActionsShown] = createSignal(false);
  const views = sidebarViews(opened.profile.role);
  let main!: HTMLElement;

  const tell = (command: Extract<CommandName, "lock" | "touch" | "focused" | "quit">) =>
    app.host.call(command, {}).catch((refused) => app.refused(asHostError(refused)));
  const lock = async () => {
    const view = session.view();
    await tell("lock");
    app.lockedAt(view);
  };
  const means = {
    lock: () => void lock(),
    toSearch() {
      session.go("search");
      focusSearchBox();
    },
    showKeys: () => setKeysShown(true),
    quit: () => void tell("quit"),
  };
  app.onEvent((event) => {
    // Nothing that is half done elsewhere is thrown away for a search.
    if (session.view() === "connect") return;
    if (event.event === "asked_for") session.setTyped(event.data);
    if (event.event === "summoned" || event.event === "asked_for") means.toSearch();
  });
  session.actions.offer(createShellActions(session, opened.profile.role, means));
  listenForShellKeys({
    ...means,
    showActions: () => setActionsShown((shown) => !shown),
    toView(place) {
      const view = views[place];
      if (view === undefined) return false;
      // The way from one view to the next by key does not end at the button of the last one.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      session.go(view);
      return true;
    },
  });
  watchActivity(() => void tell("touch"));
  watchAttention(() => void tell("focused"));
  onMount(() => {
    keepFocus(main);
    void fetchAll();
  });

  createEffect(
    on(session.view, (view) => {
      // A view with a place of its own for the keyboard has taken it by then.
      const settle = () => queueMicrotask(() => isNowhere() && focusFirstHeading(main));
      void ready(view).then(settle);
    }),
  );
  createEffect(() => {
    const view = session.view();
    document.title = view === undefined ? words.product : words.title(viewNames[view]);
  });

  return (
    <SessionContext.Provider value={session}>
      <div class={css.shell}>
        <Sidebar profile={opened.profile} views={views} lock={() => void lock()} />
        <main class={css.main} ref={main}>
          <NoticeList notices={session.notices()} dismiss={session.dismiss} />
          <Switch>
            <Match when={session.view() === "search"}>
              <SearchView showKeys={() => setKeysShown(true)} />
            </Match>
            <Match when={session.view() === "coverage"}>
              <shown.coverage />
            </Match>
            <Match when={session.view() === "connect"}>
              <shown.connect />
            </Match>
            <Match when={session.view() === "connections"}>
              <shown.connections />
            </Match>
            <Match when={session.view() === "administration"}>
              <shown.administration />
            </Match>
            <Match when={session.view() === "settings"}>
              <shown.settings />
            </Match>
          </Switch>
        </main>
        <dialogs.access />
        <Show when={actionsShown()}>
          <dialogs.actions actions={session.actions.all()} onClose={() => setActionsShown(false)} />
        </Show>
        <Show when={keysShown()}>
          <dialogs.keys onClose={() => setKeysShown(false)} />
        </Show>
      </div>
    </SessionContext.Provider>
  );
}

function focusFirstHeading(main: HTMLElement) {
  const heading = main.querySelector<HTMLElement>("h1");
  if (heading !== null) focusHeading(heading);
}
