//! One error in words, with what to do next. The words are in `words/errors.ts`.
import { Show } from "solid-js";
import { useApp } from "../state/app_state";
import type { HelpPage, UiError } from "../core/bindings";
import { createCountdown } from "../state/clock";
import { asHostError } from "../core/commands";
import { describe, helpNames, waitSeconds } from "../words/errors";
import { Glyph } from "./glyph";

export function ErrorNote(props: { error: UiError }) {
  const left = createCountdown(() => waitSeconds(props.error));
  const words = () =>
    describe(
      props.error.code === "try_later"
        ? { code: "try_later", fields: { seconds: left() } }
        : props.error,
    );

  return (
    <div class={`note ${words().severity}`} role="alert" data-code={props.error.code}>
      <Glyph name={words().severity === "info" ? "info" : "warning"} />
      <p dir="auto">
        <strong>{words().text}</strong> <span aria-live="off">{words().action}</span>
        <Show when={words().help}>{(page) => <HelpLink page={page()} />}</Show>
      </p>
    </div>
  );
}

/** Opens one of the few pages outside that the core knows by name. */
export function HelpLink(props: { page: HelpPage; label?: string; class?: string }) {
  const app = useApp();
  return (
    <button
      type="button"
      class={props.class ?? "link"}
      onClick={() => {
        app.host.call("open_help", { page: props.page }).catch((refused) => {
          const error = asHostError(refused);
          app.refused(error);
          app.say(describe(error.reason).text);
        });
      }}
    >
      {props.label ?? helpNames[props.page]}
      <Glyph name="external" />
    </button>
  );
}
