//! The few settings there are, the data folder, and what the app is made of.
import { createSignal, For, onMount, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type {
  About,
  Appearance,
  IndexMemory,
  Language,
  OpenIn,
  ProfileSettings,
} from "../core/bindings";
import { bytes } from "../words/format";
import { AssistantSettingsSection } from "../assistants/assistant_settings";
import { DesktopSettingsSection } from "./desktop_settings";
import { LockWithSystem } from "./lock_with_system";
import { ChangePassword } from "./change_password";
import { Choice } from "../parts/choice";
import { CopyButton } from "../parts/copy_button";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { SwitchLine } from "../parts/switch_line";
import { keyName } from "../input/shortcuts";
import { useSession } from "../state/session_state";
import { appearanceNames } from "../words/shell";
import {
  indexMemoryNames,
  languageNames,
  lockAfterName,
  openInNames,
  openWithNames,
  settings as words,
} from "../words/settings";
import css from "./settings.module.css";

// Activity is told once a minute, so that a shorter time would lock under typing hands.
const LOCK_CHOICES = [5, 15, 30, 60, 240, 0];

export function SettingsView() {
  const app = useApp();
  const session = useSession();
  const [about, setAbout] = createSignal<About>();
  const read = createAction(async () => setAbout(await app.host.call("about", {})));
  const save = createAction((change: Partial<ProfileSettings>) =>
    session.setSettings({ ...session.settings(), ...change }),
  );
  const [remembered, setRemembered] = createSignal(false);
  const ask = createAction(async () =>
    setRemembered(await app.host.call("is_remembered", { profile: session.session.profile.id })),
  );
  const remember = createAction(async (on: boolean) => {
    await app.host.call("remember_me", { on });
    setRemembered(on);
  });
  const dress = createAction((appearance: Appearance) =>
    app.setMachine((now) => ({ ...now, appearance })),
  );
  const speak = createAction((language: Language) =>
    app.setMachine((now) => ({ ...now, language })),
  );
  onMount(() => {
    void read.run();
    void ask.run();
  });
  const lockChoices = () => {
    const now = session.settings().lock_after_minutes;
    return LOCK_CHOICES.includes(now) ? LOCK_CHOICES : [now, ...LOCK_CHOICES];
  };

  return (
    <section class="view narrow">
      <header class="view-head">
        <h1>{words.title}</h1>
      </header>
      <Show
        when={
          save.error() ??
          dress.error() ??
          speak.error() ??
          remember.error() ??
          ask.error() ??
          read.error()
        }
      >
        {(error) => <ErrorNote error={error()} />}
      </Show>

      <div class={`card ${css.settings}`}>
        <Choice
          label={words.appearance}
          options={Object.keys(appearanceNames) as Appearance[]}
          name={(option) => appearanceNames[option]}
          value={app.machine().appearance}
          onChoose={(option) => dress.run(option)}
        />
        <Choice
          label={words.language}
          options={Object.keys(languageNames) as Language[]}
          name={(option) => languageNames[option]}
          value={app.machine().language}
          onChoose={(option) => speak.run(option)}
        />
        <div>
          <Choice
            label={words.opening}
            options={Object.keys(openInNames) as OpenIn[]}
            name={(option) => openInNames[option]}
            value={session.settings().open_in}
            onChoose={(option) => save.run({ open_in: option })}
          />
          <p class="hint">{words.openingHint(keyName("Mod"))}</p>
        </div>
        <div>
          <Choice
            label={words.indexMemory}
            options={Object.keys(indexMemoryNames) as IndexMemory[]}
            name={(option) => indexMemoryNames[option]}
            value={session.settings().index_memory}
            onChoose={(option) => save.run({ index_memory: option })}
          />
          <p class="hint">{words.indexMemoryHint}</p>
        </div>
        <Show when={about()?.has_model}>
          <SwitchLine
            label={words.meanings}
            hint={words.meaningsHint}
            on={session.settings().meanings}
            onChange={(meanings) => save.run({ meanings })}
          />
        </Show>
        <div>
          <label class={css.settingLine}>
            <span>{words.lockAfter}</span>
            <span class="select-box">
              <select
                onChange={(event) =>
                  void save.run({ lock_after_minutes: Number(event.currentTarget.value) })
                }
              >
                <For each={lockChoices()}>
                  {(minutes) => (
                    <option
                      value={minutes}
                      selected={minutes === session.settings().lock_after_minutes}
                    >
                      {lockAfterName(minutes)}
                    </option>
                  )}
                </For>
              </select>
              <Glyph name="chevron" />
            </span>
          </label>
          <p class="hint">{words.lockHint}</p>
        </div>
        <LockWithSystem
          on={session.settings().lock_with_system}
          onChange={(lock_with_system) => save.run({ lock_with_system })}
        />
        <div>
          <Choice
            label={words.openWith}
            options={Object.keys(openWithNames) as (keyof typeof openWithNames)[]}
            name={(option) => openWithNames[option]}
            value={remembered() ? "keychain" : "password"}
            onChoose={(option) => remember.run(option === "keychain").then(() => ask.run())}
          />
          <p class="hint">{words.openWithHint}</p>
        </div>
      </div>

      <AssistantSettingsSection remembered={remembered()} />

      <DesktopSettingsSection />

      <ChangePassword />

      <Show when={about()}>
        {(known) => (
          <>
            <section class="section" aria-labelledby="data-title">
              <h2 id="data-title">{words.data}</h2>
              <div class="card">
                <dl class="facts">
                  <div>
                    <dt>{words.folder}</dt>
                    <dd class="copyable">
                      <code>{known().data_folder}</code>
                      <CopyButton
                        text={known().data_folder}
                        label={words.copyFolder}
                        done={words.folderCopied}
                      />
                    </dd>
                  </div>
                  <div>
                    <dt>{words.size}</dt>
                    <dd>{bytes(known().data_bytes)}</dd>
                  </div>
                </dl>
                <p class="hint">{words.dataLead}</p>
              </div>
            </section>
            <section class="section" aria-labelledby="about-title">
              <h2 id="about-title">{words.about}</h2>
              <div class="card">
                <p>
                  <strong>{words.version(known().version)}</strong>
                </p>
                <p class="hint">{words.license}</p>
                <details>
                  <summary>
                    <Glyph name="chevron" />
                    {words.notices}
                  </summary>
                  <pre class={css.noticesText} tabindex="0" aria-label={words.notices}>
                    {known().notices}
                  </pre>
                </details>
              </div>
            </section>
          </>
        )}
      </Show>
    </section>
  );
}
