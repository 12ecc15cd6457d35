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
  const look = async () => setState(await app.host.call("desktop_state", {}));
  const read = createAction(look);
  const chosen = () => app.machine().desktop;
  /** Each by itself, so that nobody has to wait for one before the next. */
  const keeping = <K extends keyof DesktopSettings>(name: K) =>
    createAction(async (value: DesktopSettings[K]) => {
      await app.setMachine((now) => ({ ...now, desktop: { ...now.desktop, [name]: value } }));
      await look();
    });
  const keep = {
    shortcut: keeping("shortcut"),
    escape: keeping("escape"),
    close: keeping("close"),
    tray: keeping("tray"),
    notify: keeping("notify"),
    answerSearch: keeping("answer_search"),
    drawSafely: keeping("draw_safely"),
    size: createAction((zoom_percent: number) =>
      app.setMachine((now) => ({ ...now, zoom_percent })),
    ),
    atLogin: createAction(async (on: boolean) => {
      await app.host.call("start_at_login", { on });
      await look();
    }),
  };
  const error = () =>
    [read, ...Object.values(keep)].map((action) => action.error()).find((error) => error);
  const zooms = () => {
    const now = app.machine().zoom_percent;
    return ZOOMS.includes(now) ? ZOOMS : [...ZOOMS, now].sort((one, other) => one - other);
  };
  onMount(() => void read.run());

  return (
    <section class="section" aria-labelledby="desktop-title">
      <h2 id="desktop-title">{words.title}</h2>
      <Show when={error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <div class={`card ${css.settings}`}>
        <div>
          <label class={css.settingLine}>
            <span>{words.zoom}</span>
            <span class="select-box">
              <select onChange={(event) => void keep.size.run(Number(event.currentTarget.value))}>
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
          onChoose={(shortcut) => void keep.shortcut.run(shortcut)}
        />
        <div>
          <Choice
            label={words.escape}
            options={Object.keys(escapeNames) as EscapeHides[]}
            name={(option) => escapeNames[option]}
            value={chosen().escape}
            onChoose={(escape) => keep.escape.run(escape)}
          />
        </div>
        <div>
          <Choice
            label={words.close}
            options={Object.keys(closeNames) as OnClose[]}
            name={(option) => closeNames[option]}
            value={chosen().close}
            onChoose={(close) => keep.close.run(close)}
          />
          <p class="hint">{isMac ? words.closeHintMac : words.closeHint}</p>
        </div>
        <SwitchLine
          label={words.tray}
          hint={state()?.tray === "not_here" ? words.trayNotHere : words.trayHint}
          on={chosen().tray}
          onChange={(tray) => keep.tray.run(tray)}
        />
        <Show when={state()}>
          {(known) => (
            <SwitchLine
              label={words.atLogin}
              hint={known().start_at_login === null ? words.atLoginNotHere : ""}
              on={known().start_at_login ?? false}
              disabled={known().start_at_login === null}
              onChange={(on) => keep.atLogin.run(on)}
            />
          )}
        </Show>
        <SwitchLine
          label={words.notify}
          hint={words.notifyHint}
          on={chosen().notify}
          onChange={(notify) => keep.notify.run(notify)}
        />
        <Show when={typeof state()?.desktop_search === "boolean"}>
          <SwitchLine
            label={words.answerSearch}
            hint={
              chosen().answer_search && state()?.desktop_search === false
                ? words.answerSearchNotHere
                : words.answerSearchHint
            }
            on={chosen().answer_search}
            onChange={(on) => keep.answerSearch.run(on)}
          />
        </Show>
        <Show when={typeof state()?.draws_safely === "boolean"}>
          <SwitchLine
            label={words.drawSafely}
            hint={words.drawSafelyHint}
            on={chosen().draw_safely}
            onChange={(on) => keep.drawSafely.run(on)}
          />
        </Show>
      </div>
    </section>
  );
}
