//! Chooses between the sign-in screen and the signed-in window. Everything of a person's is
//! inside the second and leaves the document with it.
import { createEffect, createSignal, onMount, Show, untrack } from "solid-js";
import { joinDesktop } from "./state/desktop";
import { AppContext, createAppState } from "./state/app_state";
import type { UiError } from "./core/bindings";
import { asHostError, type Host } from "./core/commands";
import { ErrorNote } from "./parts/error_note";
import { listenForZoom } from "./input/zoom";
import { onlyUsefulMenus } from "./input/context_menu";
import { Said } from "./shell/said";
import { OtherOrigin } from "./shell/other_origin";
import { Shell } from "./shell/shell";
import { SignIn } from "./sign_in/sign_in_view";

export function App(props: { host: Host }) {
  const app = createAppState(untrack(() => props.host));
  const [failed, setFailed] = createSignal<UiError>();

  onMount(() => {
    app.load().catch((refused) => setFailed(asHostError(refused).reason));
  });

  onlyUsefulMenus();
  listenForZoom(app.zoom);
  joinDesktop(app);

  createEffect(() => {
    const chosen = app.machine().appearance;
    if (chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  });

  return (
    <AppContext.Provider value={app}>
      <Show when={app.spoken()} keyed>
        <OtherOrigin origin={app.start()?.other_origin ?? null} />
        <Show when={failed()}>{(error) => <ErrorNote error={error()} />}</Show>
        <Show when={app.start()}>
          {(start) => (
            <Show when={app.session()} keyed fallback={<SignIn start={start()} />}>
              {(session) => <Shell session={session} />}
            </Show>
          )}
        </Show>
        <Said />
      </Show>
    </AppContext.Provider>
  );
}
