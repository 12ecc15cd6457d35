//! The right button's menu is the web view's own: where it could copy or paste it stays, and
//! elsewhere it would offer to go back and to load the window anew.
import { makeEventListener } from "@solid-primitives/event-listener";

export function onlyUsefulMenus() {
  makeEventListener(document, "contextmenu", (event) => {
    const marked = document.getSelection()?.isCollapsed === false;
    const inBox = event.target instanceof HTMLInputElement && event.target.type !== "radio";
    if (!marked && !inBox) event.preventDefault();
  });
}
