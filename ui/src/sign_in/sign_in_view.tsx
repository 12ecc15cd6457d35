//! The first screen: make the administrator, or choose a profile and open it.
//! Passwords are read once from their boxes and never kept.
import { createEffect, Show } from "solid-js";
import type { Start } from "../core/bindings";
import { Logo } from "../parts/glyph";
import { shell } from "../words/shell";
import { signIn as words } from "../words/sign_in";
import { FirstRun } from "./first_run";
import { ProfileChoice } from "./profile_choice";
import css from "./sign_in.module.css";

export function SignIn(props: { start: Start }) {
  const first = () => props.start.profiles.length === 0;
  createEffect(() => {
    document.title = shell.title(first() ? words.firstTitle : words.title);
  });
  return (
    <main class={css.signIn}>
      <div class="card">
        <div class={css.signInHead}>
          <Logo />
          <h1>{words.product}</h1>
        </div>
        <Show when={first()} fallback={<ProfileChoice start={props.start} />}>
          <FirstRun />
        </Show>
      </div>
      <p class={css.smallPrint}>{words.notAffiliated}</p>
    </main>
  );
}
