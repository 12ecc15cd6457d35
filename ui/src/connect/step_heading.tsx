//! The heading of a step that replaced another by itself: it takes the focus, so that keyboard
//! and screen reader are where the eyes are.
import { onMount } from "solid-js";
import type { JSX } from "solid-js";

export function StepHeading(props: { children: JSX.Element }) {
  let heading!: HTMLHeadingElement;
  onMount(() => heading.focus());
  return (
    <h1 ref={heading} tabindex="-1">
      {props.children}
    </h1>
  );
}
