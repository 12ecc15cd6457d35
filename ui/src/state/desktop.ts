//! The window's part in how it is on the desktop: it says when it has drawn, hands over the
//! words for outside of it, opens at the right box when it is summoned, and asks to go with Esc.
//! What then happens is decided in the core.
import { makeEventListener } from "@solid-primitives/event-listener";
import { createEffect, onMount } from "solid-js";
import { isComposing, isModKey } from "../input/shortcuts";
import { keysOf } from "../input/shortcut_recording";
import { outside } from "../words/outside";
import { shell as words } from "../words/shell";
import type { AppState } from "./app_state";

export function joinDesktop(app: AppState) {
  // What is refused here changes nothing that the person sees.
  const tell = (call: Promise<unknown>) => void call.catch(() => undefined);

  // The second frame is drawn after the first was on screen.
  onMount(() =>
    requestAnimationFrame(() => requestAnimationFrame(() => tell(app.host.call("has_drawn", {})))),
  );
  createEffect(() => {
    // Again in every language that is chosen.
    app.spoken();
    if (app.start() !== undefined) tell(app.host.call("desktop_words", { words: { ...outside } }));
  });
  makeEventListener(window, "keydown", (event) => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (isModKey(event, "q")) {
      event.preventDefault();
      tell(app.host.call("quit", {}));
    }
    if (event.key !== "Escape") return;
    if (document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    tell(app.host.call("escape", {}));
  });
  app.onEvent((event) => {
    if (app.session() !== undefined) return;
    // Once signed in, it is the search that was wanted.
    if (event.event === "summoned") app.wantSearch();
    else if (event.event === "asked_for") app.wantSearch(event.data);
    else return;
    document.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  });
  let told = false;
  createEffect(() => {
    const shortcut = app.machine().desktop.shortcut;
    if (told || app.start() === undefined) return;
    told = true;
    if (shortcut === null) return;
    const say = () => app.say(words.shortcutTakenAtStart(keysOf(shortcut).join(" ")));
    tell(
      app.host.call("desktop_state", {}).then((state) => {
        if (state.shortcut.state === "taken") say();
      }),
    );
  });
}
