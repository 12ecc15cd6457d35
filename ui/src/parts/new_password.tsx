//! A password nobody can recover, chosen: typed twice, so that a slip is found while it can
//! still be mended, and judged by the core while it is typed. What is refused stays in its boxes
//! until it is mended: only a password that can be one leaves them, and them it leaves for good.
import { createSignal } from "solid-js";
import { useApp } from "../state/app_state";
import { signIn as words } from "../words/sign_in";
import { createReveal, SecretField, take } from "./field";
import { createStrength, StrengthMeter } from "./strength_meter";

export interface NewPasswordHandle {
  /** The password for somebody of this name; undefined where it is none yet, which is shown. */
  take(name: string): Promise<string | undefined>;
  /** Judges again what stands there: the name changed. */
  judge(name: string): void;
}

export function NewPassword(props: {
  label: string;
  name(): string;
  handle(handle: NewPasswordHandle): void;
  onInput(): void;
  autofocus?: boolean;
}) {
  const app = useApp();
  const { strength, judge } = createStrength();
  const [differ, setDiffer] = createSignal(false);
  const reveal = createReveal();
  let first!: HTMLInputElement;
  let second!: HTMLInputElement;

  const typed = () => {
    setDiffer(false);
    props.onInput();
  };
  const handle: NewPasswordHandle = {
    async take(name) {
      const password = first.value;
      const { refused } = await app.host.call("password_strength", { name, password });
      if (refused !== null) {
        judge(name, password);
        first.focus();
        return undefined;
      }
      if (second.value !== first.value) {
        setDiffer(true);
        second.focus();
        second.select();
        return undefined;
      }
      take(second);
      judge("", "");
      return take(first);
    },
    judge: (name) => judge(name, first.value),
  };

  return (
    <>
      <SecretField
        label={props.label}
        ref={(input) => {
          first = input;
          props.handle(handle);
        }}
        autocomplete="new-password"
        autofocus={props.autofocus ?? false}
        shown={reveal.shown()}
        invalid={strength()?.refused != null}
        onInput={(text) => {
          typed();
          judge(props.name(), text);
        }}
      >
        <StrengthMeter strength={strength()} />
      </SecretField>
      <SecretField
        label={words.repeatPassword}
        ref={(input) => (second = input)}
        autocomplete="new-password"
        reveal={reveal}
        shown={reveal.shown()}
        invalid={differ()}
        problem={differ() ? words.passwordsDiffer : undefined}
        onInput={typed}
      />
    </>
  );
}
