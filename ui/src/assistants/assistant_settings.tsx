//! What assistants may see of this profile, how they are let in, how one is set up, and what they
//! asked. Not the question whether one is let in: that is `access_dialog.tsx`.
import { createSignal, For, onMount, Show } from "solid-js";
import type { Assistants, AssistantSettings } from "../core/bindings";
import { Choice } from "../parts/choice";
import { CopyButton } from "../parts/copy_button";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { SwitchLine } from "../parts/switch_line";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { allowedNames, assistants as words, howMuchNames, letInNames } from "../words/assistants";
import { AssistantLog } from "./assistant_log";
import css from "./assistants.module.css";

type Allowed = keyof typeof allowedNames;
type LetIn = keyof typeof letInNames;

export function AssistantSettingsSection(props: {
  /** Whether the keychain opens this profile, as chosen above. */
  remembered: boolean;
}) {
  const app = useApp();
  const [known, setKnown] = createSignal<Assistants>();
  const look = async () => setKnown(await app.host.call("assistants", {}));
  const read = createAction(look);
  const save = createAction(async (change: Partial<AssistantSettings>) => {
    const now = known()?.settings;
    if (now === undefined) return;
    await app.host.call("set_assistant_settings", { settings: { ...now, ...change } });
    await look();
  });
  onMount(() => void read.run());

  return (
    <section class="section" aria-labelledby="assistants-title">
      <h2 id="assistants-title">{words.title}</h2>
      <Show when={save.error() ?? read.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <div class={`card ${css.assistants}`}>
        <p class="hint">{words.lead}</p>
        <Show when={known()}>
          {(known) => (
            <>
              <Which known={known()} save={save.run} />
              <Show when={allowedOf(known().settings) !== "none"}>
                <HowMuch settings={known().settings} save={save.run} />
                <HowLetIn known={known()} remembered={props.remembered} save={save.run} />
              </Show>
              <SetUp arguments={known().arguments} />
              <AssistantLog />
            </>
          )}
        </Show>
      </div>
    </section>
  );
}

type Save = (change: Partial<AssistantSettings>) => Promise<unknown>;

function Which(props: { known: Assistants; save: Save }) {
  const allowed = () => allowedOf(props.known.settings);
  const hints = { none: words.noneHint, these: words.theseHint, all: words.allHint };
  const keys = () => props.known.workspaces.filter((one) => one.allowed).map(({ key }) => key);
  const choose = (option: Allowed) =>
    props.save({ workspaces: option === "these" ? { these: keys() } : option });
  const allow = (key: string, on: boolean) =>
    props.save({
      workspaces: { these: on ? [...keys(), key] : keys().filter((other) => other !== key) },
    });

  return (
    <>
      <div>
        <Choice
          label={words.which}
          options={Object.keys(allowedNames) as Allowed[]}
          name={(option) => allowedNames[option]}
          value={allowed()}
          onChoose={choose}
        />
        <p class="hint">{hints[allowed()]}</p>
      </div>
      <Show when={allowed() === "these"}>
        <fieldset class={css.workspaces}>
          <legend>{words.these}</legend>
          <For each={props.known.workspaces} fallback={<p class="hint">{words.noWorkspace}</p>}>
            {({ key, name, allowed }) => (
              <SwitchLine label={name} hint="" on={allowed} onChange={(on) => allow(key, on)} />
            )}
          </For>
          <Show when={props.known.workspaces.length > 0 && keys().length === 0}>
            <p class="note warning">
              <Glyph name="warning" />
              <span>{words.noneChosen}</span>
            </p>
          </Show>
        </fieldset>
      </Show>
    </>
  );
}

function HowMuch(props: { settings: AssistantSettings; save: Save }) {
  const whole = () => props.settings.whole_pages;
  return (
    <div>
      <Choice
        label={words.howMuch}
        options={["passages", "whole"]}
        name={(option) => howMuchNames[option]}
        value={whole() ? "whole" : "passages"}
        onChoose={(option) => props.save({ whole_pages: option === "whole" })}
      />
      <p class="hint">{whole() ? words.wholeHint : words.passagesHint}</p>
    </div>
  );
}

function HowLetIn(props: { known: Assistants; remembered: boolean; save: Save }) {
  const way = () => letInOf(props.known.settings);
  const hints = { ask: words.askHint, keychain: words.keychainHint, always: words.alwaysHint };
  const missing = () => {
    if (way() === "ask") return props.known.reachable ? undefined : words.notReachable;
    return props.remembered ? undefined : words.notRemembered;
  };
  return (
    <div>
      <Choice
        label={words.letIn}
        options={Object.keys(letInNames) as LetIn[]}
        name={(option) => letInNames[option]}
        value={way()}
        onChoose={(option) =>
          props.save({ keychain: option !== "ask", without_window: option === "always" })
        }
      />
      <p class="hint">{hints[way()]}</p>
      <Show when={missing()}>
        {(why) => (
          <p class="note warning">
            <Glyph name="warning" />
            <span>{why()}</span>
          </p>
        )}
      </Show>
    </div>
  );
}

function SetUp(props: { arguments: string[] }) {
  const lines = () =>
    JSON.stringify({ mcpServers: { trove: { command: "trove", args: props.arguments } } }, null, 2);
  const command = () => ["trove", ...props.arguments].map(quoted).join(" ");
  return (
    <details>
      <summary>
        <Glyph name="chevron" />
        {words.setUp}
      </summary>
      <div class={css.setUp}>
        <p class="hint">{words.setUpLead}</p>
        <pre class={css.lines} tabindex="0" dir="ltr" aria-label={words.setUpLead}>
          {lines()}
        </pre>
        <CopyButton text={lines()} label={words.copyLines} done={words.linesCopied} />
        <p class="hint">{words.setUpCommand}</p>
        <pre class={css.lines} tabindex="0" dir="ltr" aria-label={words.setUpCommand}>
          {command()}
        </pre>
        <CopyButton text={command()} label={words.copyCommand} done={words.commandCopied} />
      </div>
    </details>
  );
}

function allowedOf({ workspaces }: AssistantSettings): Allowed {
  return typeof workspaces === "string" ? workspaces : "these";
}

function letInOf({ keychain, without_window }: AssistantSettings): LetIn {
  if (without_window) return "always";
  return keychain ? "keychain" : "ask";
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
