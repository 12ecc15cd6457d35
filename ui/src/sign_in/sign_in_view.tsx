//! The first screen: make the administrator, or choose a profile and open it.
//! Passwords are read once from their boxes and never kept.
import { createEffect, createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ProfileCard, Start } from "../core/bindings";
import { createCountdown } from "../state/clock";
import { ErrorNote } from "../parts/error_note";
import { SecretField, take, TextField } from "../parts/field";
import { ForgetDialog } from "./forget_dialog";
import { Glyph, Logo } from "../parts/glyph";
import { createStrength, StrengthMeter } from "../parts/strength_meter";
import { waitSeconds } from "../words/errors";
import { roleNames, signIn as words } from "../words/sign_in";
import { shell } from "../words/shell";

export function SignIn(props: { start: Start }) {
  const first = () => props.start.profiles.length === 0;
  createEffect(() => {
    document.title = shell.title(first() ? words.firstTitle : words.title);
  });
  return (
    <main class="sign-in">
      <div class="card">
        <div class="sign-in-head">
          <Logo />
          <h1>{words.product}</h1>
        </div>
        <Show when={first()} fallback={<Choose start={props.start} />}>
          <FirstRun />
        </Show>
      </div>
      <p class="small-print">{words.notAffiliated}</p>
    </main>
  );
}

function FirstRun() {
  const app = useApp();
  const { strength, judge } = createStrength();
  const create = createAction(async (name: string, password: string) =>
    app.signedIn(await app.host.call("create_administrator", { name, password })),
  );
  let name!: HTMLInputElement;
  let password!: HTMLInputElement;
  const typed = () => judge(name.value, password.value);
  onMount(() => name.focus());

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void create.run(name.value, take(password)).then((done) => done || typed());
      }}
    >
      <h2>{words.firstTitle}</h2>
      <p class="lead">{words.firstLead}</p>
      <TextField
        label={words.name}
        ref={(input) => (name = input)}
        maxLength={64}
        onInput={typed}
      />
      <SecretField
        label={words.password}
        ref={(input) => (password = input)}
        autocomplete="new-password"
        reveal
        onInput={typed}
      >
        <StrengthMeter strength={strength()} />
      </SecretField>
      <p class="keep">
        <Glyph name="key" />
        {words.noRecovery}
      </p>
      <Show when={create.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <button type="submit" class="button primary wide" disabled={create.busy()}>
        {create.busy() ? words.working : words.create}
      </button>
      <p class="hint">{words.firstRole}</p>
    </form>
  );
}

function Choose(props: { start: Start }) {
  const app = useApp();
  const [chosen, setChosen] = createSignal(app.asked()?.profile ?? props.start.profiles[0]?.id);
  const profile = () =>
    props.start.profiles.find(({ id }) => id === chosen()) ?? props.start.profiles[0];

  return (
    <>
      <Switch>
        <Match when={props.start.link_waiting}>
          <p class="note info" role="status">
            <Glyph name="info" />
            <span>{words.linkWaiting}</span>
          </p>
        </Match>
        <Match when={app.asked()}>
          <p class="note info" role="status">
            <Glyph name="info" />
            <span>{words.askedFor}</span>
          </p>
        </Match>
      </Switch>
      <Show when={props.start.profiles.length > 1}>
        <fieldset class="profiles">
          <legend>{words.profile}</legend>
          <For each={props.start.profiles}>
            {(option) => (
              <label class="profile">
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
          <div class="profile alone">
            <ProfileFace profile={only()} />
          </div>
        )}
      </Show>
      <Show when={profile()} keyed>
        {(open) => (open.claimed ? <Open profile={open} /> : <Claim profile={open} />)}
      </Show>
    </>
  );
}

function ProfileFace(props: { profile: ProfileCard }) {
  return (
    <>
      <span class="face" aria-hidden="true">
        {[...props.profile.name][0]?.toLocaleUpperCase()}
      </span>
      <span class="profile-name">
        <bdi>{props.profile.name}</bdi>
        <small>{props.profile.claimed ? roleNames[props.profile.role] : words.unclaimed}</small>
      </span>
    </>
  );
}

function Open(props: { profile: ProfileCard }) {
  const app = useApp();
  const [forgetting, setForgetting] = createSignal(false);
  const open = createAction(async (password: string) =>
    app.signedIn(await app.host.call("sign_in", { profile: props.profile.id, password })),
  );
  const [remembered, setRemembered] = createSignal(false);
  const openRemembered = createAction(async () =>
    app.signedIn(await app.host.call("sign_in_remembered", { profile: props.profile.id })),
  );
  const error = () => open.error() ?? openRemembered.error();
  const wait = createCountdown(() => waitSeconds(error()));
  let password!: HTMLInputElement;
  onMount(() => {
    password.focus();
    // Without an answer the password is asked for, as always.
    app.host.call("is_remembered", { profile: props.profile.id }).then(setRemembered, () => {});
  });

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wait() > 0) return;
          openRemembered.clear();
          void open.run(take(password)).then((done) => done || password.focus());
        }}
      >
        <SecretField
          label={words.password}
          ref={(input) => (password = input)}
          autocomplete="current-password"
          reveal
          invalid={open.error()?.code === "wrong_password"}
        />
        <Show when={error()}>{(error) => <ErrorNote error={error()} />}</Show>
        <button type="submit" class="button primary wide" disabled={open.busy() || wait() > 0}>
          {open.busy() ? words.working : words.submit}
        </button>
        <Show when={remembered()}>
          <button
            type="button"
            class="button wide"
            disabled={openRemembered.busy()}
            onClick={() => {
              open.clear();
              void openRemembered.run().then((done) => done || password.focus());
            }}
          >
            {openRemembered.busy() ? words.working : words.remembered}
          </button>
        </Show>
        <button type="button" class="link centered" onClick={() => setForgetting(true)}>
          {words.forgot}
        </button>
      </form>
      <Show when={forgetting()}>
        <ForgetDialog profile={props.profile} onClose={() => setForgetting(false)} />
      </Show>
    </>
  );
}

function Claim(props: { profile: ProfileCard }) {
  const app = useApp();
  const { strength, judge } = createStrength();
  const claim = createAction(async (password: string) =>
    app.signedIn(await app.host.call("claim_profile", { profile: props.profile.id, password })),
  );
  let password!: HTMLInputElement;
  onMount(() => password.focus());

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void claim.run(take(password)).then((done) => done || judge("", ""));
      }}
    >
      <p class="lead" dir="auto">
        {words.claimLead(props.profile.name)}
      </p>
      <SecretField
        label={words.newPassword}
        ref={(input) => (password = input)}
        autocomplete="new-password"
        reveal
        onInput={(text) => judge(props.profile.name, text)}
      >
        <StrengthMeter strength={strength()} />
      </SecretField>
      <p class="keep">
        <Glyph name="key" />
        {words.noRecovery}
      </p>
      <Show when={claim.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <button type="submit" class="button primary wide" disabled={claim.busy()}>
        {claim.busy() ? words.working : words.claim}
      </button>
    </form>
  );
}
