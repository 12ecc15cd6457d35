//! One thing that is on or off, with what it means below it.
import { createUniqueId } from "solid-js";
import css from "./switch_line.module.css";

export function SwitchLine(props: {
  label: string;
  hint: string;
  on: boolean;
  disabled?: boolean;
  /** May take a while, and may change nothing: what is shown is always `on`. */
  onChange(on: boolean): void | Promise<unknown>;
}) {
  const hint = createUniqueId();
  let input!: HTMLInputElement;
  const change = async () => {
    await props.onChange(input.checked);
    input.checked = props.on;
  };
  return (
    <div>
      <label class={css.line}>
        <input
          ref={input}
          type="checkbox"
          checked={props.on}
          disabled={props.disabled}
          aria-describedby={hint}
          onChange={() => void change()}
        />
        <span>{props.label}</span>
      </label>
      <p class="hint" id={hint}>
        {props.hint}
      </p>
    </div>
  );
}
