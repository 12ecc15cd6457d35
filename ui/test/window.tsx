//! Opens the whole window on the in-memory core, and finds its controls the way a person does:
//! by role and name.
import { render } from "solid-js/web";
import { onTestFinished } from "vitest";
import { App } from "../src/app";
import { fetchAll } from "../src/shell/views";
import { MemoryHost, type World } from "./memory_host";

// Fetched once for all tests of a file, as a window has them after its first moments.
await fetchAll();

export function openWindow(world: Partial<World> = {}): MemoryHost {
  const host = new MemoryHost(world);
  const root = document.createElement("div");
  root.id = "app";
  document.body.append(root);
  const close = render(() => <App host={host} />, root);
  onTestFinished(() => {
    close();
    root.remove();
  });
  return host;
}

/** Lets answers arrive and the document follow. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

export function button(name: string): HTMLButtonElement {
  return named<HTMLButtonElement>("button", name);
}

export function box(name: string): HTMLInputElement {
  return named<HTMLInputElement>("input, select, textarea", name);
}

export function has(selector: string, name: string): boolean {
  return all(selector, name).length > 0;
}

export function type(input: HTMLInputElement, text: string) {
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

export async function submit(input: HTMLElement) {
  input.closest("form")?.requestSubmit();
  await settle();
}

export async function key(target: EventTarget, name: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent("keydown", {
    key: name,
    bubbles: true,
    cancelable: true,
    ...more,
  });
  target.dispatchEvent(event);
  await settle();
  return event;
}

/** The names of what Tab stops at, in its order. */
export function tabStops(): string[] {
  return [...document.querySelectorAll("input, select, textarea, button, summary, [tabindex='0']")]
    .filter((element) => !(element as HTMLInputElement).disabled)
    .map(nameOf);
}

export function text(): string {
  return document.body.textContent ?? "";
}

function named<E extends HTMLElement>(selector: string, name: string): E {
  const found = all(selector, name);
  if (found.length !== 1) throw new Error(`${found.length} elements are called “${name}”`);
  return found[0] as E;
}

function all(selector: string, name: string): Element[] {
  return [...document.querySelectorAll(selector)].filter((element) => nameOf(element) === name);
}

function nameOf(element: Element): string {
  const label = element.getAttribute("aria-label");
  if (label !== null) return label;
  if (element.id !== "") {
    const own = document.querySelector(`label[for="${element.id}"]`);
    if (own !== null) return (own.textContent ?? "").trim();
  }
  const around = element.closest("label");
  return ((around ?? element).textContent ?? "").trim();
}
