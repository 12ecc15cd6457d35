//! Labelled text boxes. A secret one is write-only: its text is taken once, and gone.
//! What belongs to a box comes after it, so that Tab goes from box to box.
import { createSignal, createUniqueId, Show } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { signIn } from "../words/sign_in";
import css from "./field.module.css";
import { Glyph } from "./glyph";

interface FieldProps {
  label: string;
  hint?: string | undefined;
  ref?: (input: HTMLInputElement) => void;
  onInput?: (text: string) => void;
  autofocus?: boolean;
  required?: boolean;
  invalid?: boolean;
  /** What is wrong with what stands in it, read out at once. */
  problem?: string | undefined;
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
        class={props.monospace ? "monospace" : undefined}
        type={props.type ?? "text"}
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={props.maxLength ?? 512}
        autofocus={props.autofocus}
        required={props.required ?? true}
        value={props.value ?? ""}
        aria-describedby={describedBy(id, props)}
        // Said outright: an empty box that wants something is not wrong yet.
        aria-invalid={props.invalid ?? false}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
      />
      <Below id={id} hint={props.hint} problem={props.problem} />
    </div>
  );
}

/** Whether the person looks at what they typed. */
export interface Reveal {
  shown: Accessor<boolean>;
  toggle(): void;
}

export function createReveal(): Reveal {
  const [shown, setShown] = createSignal(false);
  return { shown, toggle: () => setShown((now) => !now) };
}

export function SecretField(
  props: FieldProps & {
    autocomplete?: "current-password" | "new-password" | "off";
    /** Where given, a button after the box shows and hides what is typed. */
    reveal?: Reveal;
    shown?: boolean;
    children?: JSX.Element;
  },
) {
  const id = createUniqueId();
  const shown = () => props.shown ?? props.reveal?.shown() ?? false;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class={css.box}>
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
          aria-describedby={describedBy(id, props)}
          aria-invalid={props.invalid ?? false}
          onInput={(event) => props.onInput?.(event.currentTarget.value)}
        />
        <Show when={props.reveal}>
          {(reveal) => (
            <button
              type="button"
              class={`icon-button ${css.reveal}`}
              aria-label={signIn.showPassword}
              aria-pressed={reveal().shown()}
              title={reveal().shown() ? signIn.hidePassword : signIn.showPassword}
              onClick={() => reveal().toggle()}
            >
              <Glyph name={reveal().shown() ? "hide" : "show"} />
            </button>
          )}
        </Show>
      </div>
      {props.children}
      <Below id={id} hint={props.hint} problem={props.problem} />
    </div>
  );
}

/** Takes what was typed out of the box and out of the document. */
export function take(input: HTMLInputElement): string {
  const text = input.value;
  input.value = "";
  return text;
}

function describedBy(id: string, { hint, problem }: FieldProps): string | undefined {
  const ids = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}

function Below(props: { id: string; hint: string | undefined; problem: string | undefined }) {
  return (
    <>
      <Show when={props.problem}>
        <p class={css.problem} id={`${props.id}-problem`} role="alert">
          {props.problem}
        </p>
      </Show>
      <Show when={props.hint}>
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      </Show>
    </>
  );
}
