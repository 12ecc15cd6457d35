//! What can be done now, by name: each view offers its own while it is there. Not the menu that
//! lists them, and not the keys that do the same without it.
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";

export interface MenuAction {
  name: string;
  /** As the list of keys writes them. */
  keys?: string;
  run(): void;
}

export interface MenuActions {
  /** What was offered last comes first: it is closest to what the person is doing. */
  all: Accessor<MenuAction[]>;
  /** Offers actions while the owner lives; they are asked for whenever the menu is open. */
  offer(actions: () => MenuAction[]): void;
}

export function createMenuActions(): MenuActions {
  const [offers, setOffers] = createSignal<readonly (() => MenuAction[])[]>([]);
  return {
    all: () => offers().flatMap((actions) => actions()),
    offer(actions) {
      setOffers((others) => [actions, ...others]);
      onCleanup(() => setOffers((others) => others.filter((other) => other !== actions)));
    },
  };
}
