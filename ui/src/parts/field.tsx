//! Labelled text boxes. A secret one is write-only: its text is taken once, and gone.
import { createSignal, createUniqueId, Show } from "solid-js";
import type { JSX } from "solid-js";
import { signIn } from "../words/sign_in";

interface FieldProps {
  label: string;
  hint?: string | undefined;
  ref?: (input: HTMLInputElement) => void;
  onInput?: (text: string) => void;
  autofocus?: boolean;
  required?: boolean;
  invalid?: boolean;
}

export function TextField(
  props: FieldProps & {
    type?: "text" | "url";
    maxLength?: number;
    value?: string;
    monospace?: boolean;
  },
) {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        ref={props.ref}
        classList={{ monospace: props.monospace ?? false }}
        type={props.type ?? "text"}
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={props.maxLength ?? 512}
        autofocus={props.autofocus}
        required={props.required ?? true}
        value={props.value ?? ""}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={props.invalid}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
      />
      <Hint id={`${id}-hint`} text={props.hint} />
    </div>
  );
}

export function SecretField(
  props: FieldProps & {
    autocomplete?: "current-password" | "new-password" | "off";
    /** Lets the person look at what they typed. */
    reveal?: boolean;
    children?: JSX.Element;
  },
) {
  const id = createUniqueId();
  const [shown, setShown] = createSignal(false);
  return (
    <div class="field">
      <div class="label-line">
        <label for={id}>{props.label}</label>
        <Show when={props.reveal}>
          <label class="reveal">
            <input
              type="checkbox"
              checked={shown()}
              onChange={(event) => setShown(event.currentTarget.checked)}
            />
            {signIn.showPassword}
          </label>
        </Show>
      </div>
      <input
        id={id}
        ref={props.ref}
        class="monospace"
        type={shown() ? "text" : "password"}
        autocomplete={props.autocomplete ?? "off"}
        autocapitalize="off"
        spellcheck={false}
        autofocus={props.autofocus}
        required={props.required ?? true}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={props.invalid}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
      />
      {props.children}
      <Hint id={`${id}-hint`} text={props.hint} />
    </div>
  );
}

/** Takes what was typed out of the box and out of the document. */
export function take(input: HTMLInputElement): string {
  const text = input.value;
  input.value = "";
  return text;
}

function Hint(props: { id: string; text: string | undefined }) {
  return (
    <Show when={props.text}>
      <p class="hint" id={props.id}>
        {props.text}
      </p>
    </Show>
  );
}
