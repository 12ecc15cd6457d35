//! A modal dialog on the native element: focus stays inside, Esc closes, focus returns.
import { createUniqueId, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import css from "./dialog.module.css";

export function Dialog(props: {
  title: string;
  onClose(): void;
  wide?: boolean;
  children: JSX.Element;
}) {
  let element!: HTMLDialogElement;
  const heading = createUniqueId();
  onMount(() => element.showModal());
  onCleanup(() => element.close());

  return (
    <dialog
      ref={element}
      class={css.dialog}
      data-wide={props.wide ? "" : undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === element) props.onClose();
      }}
    >
      <div class={css.dialogBody}>
        {/* What is only read is read from its beginning, and the arrows scroll it. */}
        <h2 id={heading} dir="auto" tabindex={props.wide ? -1 : undefined} autofocus={props.wide}>
          {props.title}
        </h2>
        {props.children}
      </div>
    </dialog>
  );
}
