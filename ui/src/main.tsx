//! Starts the window on the real core. Not the window itself: that is `app.tsx`.
import { render } from "solid-js/web";
import { App } from "./app";
import { tauriHost } from "./core/host";

const root = document.getElementById("app");
if (root !== null) render(() => <App host={tauriHost} />, root);
