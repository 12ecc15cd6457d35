//! The keys that mean the same in every view. The search box's own are `search/search_keys.ts`.
import { makeEventListener } from "@solid-primitives/event-listener";
import { hasViewMod, isComposing, isModKey, keyOf } from "../input/shortcuts";

export interface ShellKeys {
  lock(): void;
  toSearch(): void;
  showKeys(): void;
  showActions(): void;
  /** The view with this place in the sidebar, from 0. Answers whether there is one. */
  toView(place: number): boolean;
}

export function listenForShellKeys(keys: ShellKeys) {
  const used = (event: KeyboardEvent): boolean => {
    if (isModKey(event, "l")) keys.lock();
    else if (isModKey(event, "f")) keys.toSearch();
    else if (isModKey(event, "k")) keys.showActions();
    else if (event.key === "F1") keys.showKeys();
    else return hasViewMod(event) && keys.toView(Number(keyOf(event)) - 1);
    return true;
  };
  makeEventListener(window, "keydown", (event) => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (used(event)) event.preventDefault();
  });
}
