//! Whether the profile locks with the computer, and what of that this system tells.
import { createSignal, onMount } from "solid-js";
import type { DesktopState } from "../core/bindings";
import { SwitchLine } from "../parts/switch_line";
import { useApp } from "../state/app_state";
import { desktop as words } from "../words/desktop";

export function LockWithSystem(props: { on: boolean; onChange(on: boolean): Promise<unknown> }) {
  const app = useApp();
  const [state, setState] = createSignal<DesktopState>();
  // Without an answer nothing is promised.
  onMount(() => void app.host.call("desktop_state", {}).then(setState, () => undefined));
  const hint = () => {
    const known = state();
    if (known?.tells_lock && known.tells_sleep) return words.lockTells;
    return known?.tells_sleep ? words.lockTellsSleep : words.lockTellsNothing;
  };
  return (
    <SwitchLine
      label={words.lockWithSystem}
      hint={hint()}
      on={props.on}
      onChange={(on) => props.onChange(on)}
    />
  );
}
