//! Which profile, where there are several, and what opens it.
import { createSignal, For, Match, Show, Switch, untrack } from "solid-js";
import type { ProfileCard, Start } from "../core/bindings";
import { Glyph } from "../parts/glyph";
import { useApp } from "../state/app_state";
import { roleNames, signIn as words } from "../words/sign_in";
import { ClaimProfile } from "./claim_profile";
import { OpenProfile } from "./open_profile";
import css from "./sign_in.module.css";

export function ProfileChoice(props: { start: Start }) {
  const app = useApp();
  const [chosen, setChosen] = createSignal(
    untrack(() => app.asked()?.profile ?? props.start.profiles[0]?.id),
  );
  const profile = () =>
    props.start.profiles.find(({ id }) => id === chosen()) ?? props.start.profiles[0];
  // Whoever goes through the profiles with the arrows is not done with them; a click is.
  let byArrows = false;
  let form!: HTMLDivElement;
  const toForm = () => form.querySelector("input")?.focus();

  return (
    <>
      <Switch>
        <Match when={props.start.link_waiting}>
          <Asked text={words.linkWaiting} />
        </Match>
        <Match when={app.asked()}>
          <Asked text={words.askedFor} />
        </Match>
      </Switch>
      <Show when={props.start.profiles.length > 1}>
        <fieldset
          class={css.profiles}
          onPointerDown={() => (byArrows = false)}
          onKeyDown={(event) => {
            byArrows = true;
            if (event.key !== "Enter") return;
            event.preventDefault();
            toForm();
          }}
        >
          <legend>{words.profile}</legend>
          <For each={props.start.profiles}>
            {(option) => (
              <label class={css.profile}>
                <input
                  type="radio"
                  name="profile"
                  value={option.id}
                  checked={option.id === profile()?.id}
                  onChange={() => setChosen(option.id)}
                />
                <ProfileFace profile={option} />
              </label>
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={props.start.profiles.length === 1 && profile()}>
        {(only) => (
          <div class={css.alone}>
            <ProfileFace profile={only()} />
          </div>
        )}
      </Show>
      <div class={css.opening} ref={form}>
        <Show when={profile()} keyed>
          {(open) =>
            open.claimed ? (
              <OpenProfile profile={open} takesFocus={!byArrows} />
            ) : (
              <ClaimProfile profile={open} takesFocus={!byArrows} />
            )
          }
        </Show>
      </div>
    </>
  );
}

function Asked(props: { text: string }) {
  return (
    <p class="note info" role="status">
      <Glyph name="info" />
      <span>{props.text}</span>
    </p>
  );
}

function ProfileFace(props: { profile: ProfileCard }) {
  return (
    <>
      <span class={css.face} aria-hidden="true">
        {[...props.profile.name][0]?.toLocaleUpperCase()}
      </span>
      <span class={css.profileName}>
        <bdi>{props.profile.name}</bdi>
        <small>{props.profile.claimed ? roleNames[props.profile.role] : words.unclaimed}</small>
      </span>
    </>
  );
}
