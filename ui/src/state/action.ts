//! One command that a person set off: whether it runs, and why it was refused.
//! Not a cache and not a retry: each press is one call.
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { UiError } from "../core/bindings";
import { useApp } from "./app_state";
import { asHostError } from "../core/commands";

export interface Action<A extends unknown[]> {
  /** Does nothing while it is still running. Resolves to whether it was done. */
  run(...args: A): Promise<boolean>;
  busy: Accessor<boolean>;
  error: Accessor<UiError | undefined>;
  clear(): void;
}

export function createAction<A extends unknown[]>(
  body: (...args: A) => Promise<unknown>,
): Action<A> {
  const app = useApp();
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<UiError>();
  let gone = false;
  onCleanup(() => (gone = true));

  return {
    busy,
    error,
    clear: () => setError(undefined),
    async run(...args) {
      if (busy()) return false;
      setBusy(true);
      setError(undefined);
      try {
        await body(...args);
        return true;
      } catch (refused) {
        const reason = asHostError(refused);
        if (!gone) setError(reason.reason);
        app.refused(reason);
        return false;
      } finally {
        if (!gone) setBusy(false);
      }
    },
  };
}
