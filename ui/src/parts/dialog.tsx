//! A modal dialog on the native element: focus stays inside, Esc closes, focus returns.
import { createUniqueId, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";

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
      class="dialog"
      classList={{ wide: props.wide ?? false }}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === element) props.onClose();
      }}
    >
      <div class="dialog-body">
        <h2 id={heading} dir="auto">
          {props.title}
        </h2>
        {props.children}
      </div>
    </dialog>
  );
}
