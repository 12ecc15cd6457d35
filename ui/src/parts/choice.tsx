//! A few choices side by side, one of them taken: radio buttons that look like a switch.
import { createUniqueId, For } from "solid-js";

export function Choice<T extends string>(props: {
  label: string;
  labelHidden?: boolean;
  options: readonly T[];
  name: (option: NoInfer<T>) => string;
  value: NoInfer<T>;
  onChoose(option: NoInfer<T>): void;
}) {
  const group = createUniqueId();
  return (
    <fieldset class="choice">
      <legend classList={{ "visually-hidden": props.labelHidden ?? false }}>{props.label}</legend>
      <div class="segments">
        <For each={props.options}>
          {(option) => (
            <label class="segment">
              <input
                type="radio"
                name={group}
                value={option}
                checked={props.value === option}
                onChange={() => props.onChoose(option)}
              />
              <span>{props.name(option)}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
