//! Starts the window on a scene: `?scene=pages&theme=dark`.
import { render } from "solid-js/web";
import { App } from "../../src/app";
import { type Appearance, DEFAULT_MACHINE_SETTINGS, type Language } from "../../src/core/bindings";
import { MemoryHost } from "../memory_host";
import { pseudo } from "../pseudo";
import { moment, type Scene, scenes } from "./scenes";

Object.freeze(Object.prototype);
const wish = new URLSearchParams(location.search);
const scene: Scene = scenes[wish.get("scene") ?? "sign-in"] ?? { world: () => ({}) };
const host = new MemoryHost({
  machine: {
    ...DEFAULT_MACHINE_SETTINGS,
    appearance: (wish.get("theme") ?? "system") as Appearance,
    language: (wish.get("language") === "de" ? "de" : "en") as Language,
  },
  ...scene.world(),
});
const asked = wish.get("language");
if (asked === "longer" || asked === "mirrored") pseudo[asked]();
const root = document.getElementById("app");
if (root !== null) render(() => <App host={host} />, root);
void moment()
  .then(moment)
  .then(() => scene.then?.(host))
  .then(moment)
  .catch((error: unknown) => {
    document.documentElement.dataset.failed = String(error);
  })
  .then(() => {
    // Whoever takes pictures waits for this.
    document.documentElement.dataset.scenes = JSON.stringify(Object.keys(scenes));
  });
