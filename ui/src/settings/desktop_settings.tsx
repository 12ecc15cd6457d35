//! How the window is on its desktop: its size, how it comes and goes, what it tells outside.
import { createSignal, For, onMount, Show } from "solid-js";
import type { DesktopSettings, DesktopState, EscapeHides, OnClose } from "../core/bindings";
import { isMac, keyName } from "../input/shortcuts";
import { ZOOMS } from "../input/zoom";
import { Choice } from "../parts/choice";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { SwitchLine } from "../parts/switch_line";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { closeNames, desktop as words, escapeNames } from "../words/desktop";
import css from "./settings.module.css";
import { ShortcutChoice } from "./shortcut_choice";

export function DesktopSettingsSection() {
  const app = useApp();
  const [state, setState] = createSignal<DesktopState>();
  const look = createAction(async () => setState(await app.host.call("desktop_state", {})));
  const chosen = () => app.machine().desktop;
  const save = createAction(async (change: Partial<DesktopSettings>) => {
    await app.setMachine({ ...app.machine(), desktop: { ...chosen(), ...change } });
    await look.run();
  });
  const size = createAction((zoom_percent: number) =>
    app.setMachine({ ...app.machine(), zoom_percent }),
  );
  const atLogin = createAction(async (on: boolean) => {
    await app.host.call("start_at_login", { on });
    await look.run();
  });
  const zooms = () => {
    const now = app.machine().zoom_percent;
    return ZOOMS.includes(now) ? ZOOMS : [...ZOOMS, now].sort((one, other) => one - other);
  };
  onMount(() => void look.run());

  return (
    <section class="section" aria-labelledby="desktop-title">
      <h2 id="desktop-title">{words.title}</h2>
      <Show when={save.error() ?? size.error() ?? atLogin.error() ?? look.error()}>
        {(error) => <ErrorNote error={error()} />}
      </Show>
      <div class={`card ${css.settings}`}>
        <div>
          <label class={css.settingLine}>
            <span>{words.zoom}</span>
            <span class="select-box">
              <select onChange={(event) => void size.run(Number(event.currentTarget.value))}>
                <For each={zooms()}>
                  {(percent) => (
                    <option value={percent} selected={percent === app.machine().zoom_percent}>
                      {words.percent(percent)}
                    </option>
                  )}
                </For>
              </select>
              <Glyph name="chevron" />
            </span>
          </label>
          <p class="hint">{words.zoomHint(keyName("Mod"))}</p>
        </div>
        <ShortcutChoice
          chosen={chosen().shortcut}
          state={state()?.shortcut}
          onChoose={(shortcut) => void save.run({ shortcut })}
        />
        <Choice
          label={words.escape}
          options={Object.keys(escapeNames) as EscapeHides[]}
          name={(option) => escapeNames[option]}
          value={chosen().escape}
          onChoose={(escape) => save.run({ escape })}
        />
        <div>
          <Choice
            label={words.close}
            options={Object.keys(closeNames) as OnClose[]}
            name={(option) => closeNames[option]}
            value={chosen().close}
            onChoose={(close) => save.run({ close })}
          />
          <p class="hint">{isMac ? words.closeHintMac : words.closeHint}</p>
        </div>
        <SwitchLine
          label={words.tray}
          hint={state()?.tray === "not_here" ? words.trayNotHere : words.trayHint}
          on={chosen().tray}
          onChange={(tray) => save.run({ tray })}
        />
        <Show when={state()}>
          {(known) => (
            <SwitchLine
              label={words.atLogin}
              hint={known().start_at_login === null ? words.atLoginNotHere : ""}
              on={known().start_at_login ?? false}
              disabled={known().start_at_login === null}
              onChange={(on) => atLogin.run(on)}
            />
          )}
        </Show>
        <SwitchLine
          label={words.notify}
          hint={words.notifyHint}
          on={chosen().notify}
          onChange={(notify) => save.run({ notify })}
        />
        <Show when={typeof state()?.draws_safely === "boolean"}>
          <SwitchLine
            label={words.drawSafely}
            hint={words.drawSafelyHint}
            on={chosen().draw_safely}
            onChange={(draw_safely) => save.run({ draw_safely })}
          />
        </Show>
      </div>
    </section>
  );
}
