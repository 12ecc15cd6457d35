//! A few choices side by side, one of them taken: radio buttons that look like a switch.
import { createUniqueId, For } from "solid-js";
import css from "./choice.module.css";

export function Choice<T extends string>(props: {
  label: string;
  labelHidden?: boolean;
  options: readonly T[];
  name: (option: NoInfer<T>) => string;
  value: NoInfer<T>;
  /** May take a while, and may change nothing: what is shown as taken is always `value`. */
  onChoose(option: NoInfer<T>): void | Promise<unknown>;
}) {
  const group = createUniqueId();
  const inputs: HTMLInputElement[] = [];
  const choose = async (option: T) => {
    await props.onChoose(option);
    // The engine took the one that was pressed, whatever became of it.
    for (const input of inputs) input.checked = input.value === props.value;
  };
  return (
    <fieldset class={css.choice}>
      <legend class={props.labelHidden ? "visually-hidden" : undefined}>{props.label}</legend>
      <div class={css.segments}>
        <For each={props.options}>
          {(option) => (
            <label class={css.segment}>
              <input
                ref={(input) => inputs.push(input)}
                type="radio"
                name={group}
                value={option}
                checked={props.value === option}
                onChange={() => void choose(option)}
              />
              <span>{props.name(option)}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
