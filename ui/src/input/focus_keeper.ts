//! Keeps the keyboard's place. When what had the focus leaves the document, the heading of what
//! it stood in takes the focus, instead of the document's body where every key is lost.
//! Not where focus goes on purpose: whoever knows a better place focuses it.
import { makeEventListener } from "@solid-primitives/event-listener";
import { onCleanup } from "solid-js";

/** Watches everything inside `root`, while its owner lives. */
export function keepFocus(root: HTMLElement) {
  /** What had the focus last, and all it stood in, innermost first. */
  let held: Element[] = [];
  makeEventListener(root, "focusin", (event) => {
    held = event.target instanceof Element ? upTo(event.target, root) : [];
  });
  // A click beside everything takes the focus away on purpose.
  makeEventListener(root, "pointerdown", () => (held = []));

  const observer = new MutationObserver(() => {
    const [last, ...around] = held;
    if (last === undefined || last.isConnected || !isNowhere()) return;
    const heading = [...around, root]
      .filter((element) => element.isConnected)
      .map((element) => element.querySelector<HTMLElement>("h1, h2, h3"))
      .find((found) => found !== null);
    if (heading !== undefined) focusHeading(heading);
  });
  observer.observe(root, { childList: true, subtree: true });
  onCleanup(() => observer.disconnect());
}

/** Gives a heading the focus: read out, and where the next Tab starts from. */
export function focusHeading(heading: HTMLElement) {
  heading.tabIndex = -1;
  heading.focus();
}

/** Whether no key would reach anything. */
export function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function upTo(element: Element, root: Element): Element[] {
  const chain = [element];
  for (let at = element.parentElement; at !== null && at !== root; at = at.parentElement) {
    chain.push(at);
  }
  return chain;
}
