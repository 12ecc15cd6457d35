//! How good a password is while it is typed. The judging is the core's.
import { createSignal, For, Show } from "solid-js";
import type { Accessor } from "solid-js";
import { useApp } from "../state/app_state";
import type { PasswordStrength } from "../core/bindings";
import { passwordRefused } from "../words/errors";
import { signIn, strength as words } from "../words/sign_in";
import css from "./strength_meter.module.css";

/** Asks as the person types; an answer to an older text is dropped. */
export function createStrength(): {
  strength: Accessor<PasswordStrength | undefined>;
  judge(name: string, password: string): void;
} {
  const app = useApp();
  const [strength, setStrength] = createSignal<PasswordStrength>();
  let generation = 0;
  return {
    strength,
    judge(name, password) {
      generation += 1;
      const mine = generation;
      if (password === "") {
        setStrength(undefined);
        return;
      }
      app.host
        .call("password_strength", { name, password })
        .then((answer) => {
          if (mine === generation) setStrength(answer);
        })
        .catch(() => undefined);
    },
  };
}

export function StrengthMeter(props: { strength: PasswordStrength | undefined }) {
  const level = () => {
    const known = props.strength;
    if (known === undefined) return 0;
    return known.refused === null ? Math.max(1, known.score) : 1;
  };
  const text = () => {
    const known = props.strength;
    if (known === undefined) return "";
    return known.refused === null ? (words[known.score] ?? "") : passwordRefused[known.refused];
  };
  return (
    <div class={css.strength} data-level={props.strength === undefined ? undefined : level()}>
      <div class={css.strengthBar} aria-hidden="true">
        <For each={[1, 2, 3, 4]}>
          {(step) => <span data-on={props.strength !== undefined && step <= level()} />}
        </For>
      </div>
      <p class="hint" role="status" aria-label={signIn.strength}>
        <Show when={text()} fallback={"\u00a0"}>
          {text()}
        </Show>
      </p>
    </div>
  );
}
