//! Larger and smaller by keys and wheel, before sign-in and after, remembered by the core.
import { expect, test } from "vitest";
import { DEFAULT_MACHINE_SETTINGS } from "../src/core/bindings";
import { zoomed, zoomKey, ZOOMS } from "../src/input/zoom";
import { mara } from "./memory_host";
import { key, openWindow, settle, text } from "./window";

const mod = (more: KeyboardEventInit) => new KeyboardEvent("keydown", { ctrlKey: true, ...more });

test.each([
  [{ key: "+", code: "Equal", shiftKey: true }, "larger"],
  [{ key: "=", code: "Equal" }, "larger"],
  [{ key: "+", code: "BracketRight" }, "larger"],
  [{ key: "+", code: "NumpadAdd" }, "larger"],
  [{ key: "-", code: "Minus" }, "smaller"],
  [{ key: "-", code: "Digit6" }, "smaller"],
  [{ key: "0", code: "Digit0" }, "actual"],
  [{ key: "à", code: "Digit0" }, "actual"],
  [{ key: "+", ctrlKey: false }, undefined],
  [{ key: "0", code: "Digit0", altKey: true }, undefined],
  [{ key: "1", code: "Digit1" }, undefined],
] as const)("%o asks for %s", (press, step) => {
  expect(zoomKey(mod(press))).toBe(step);
});

test("each step leads to the next size, and the last ones stay", () => {
  const up = ZOOMS.map((percent) => zoomed(percent, "larger"));
  expect(up).toEqual([...ZOOMS.slice(1), 300]);
  const down = ZOOMS.map((percent) => zoomed(percent, "smaller"));
  expect(down).toEqual([50, ...ZOOMS.slice(0, -1)]);
  // A size that somebody wrote by hand leads to its neighbours.
  expect([zoomed(104, "larger"), zoomed(104, "smaller"), zoomed(104, "actual")]).toEqual([
    110, 100, 100,
  ]);
});

test("steps that follow one another faster than they are kept all count", async () => {
  const host = openWindow({ profiles: [mara] });
  await settle();
  host.hold("set_machine_settings");
  for (let press = 0; press < 3; press += 1) void key(document.body, "+", { ctrlKey: true });
  await settle();
  for (let press = 0; press < 3; press += 1) {
    host.release("set_machine_settings");
    await settle();
  }
  expect(host.world.machine).toEqual({
    ...DEFAULT_MACHINE_SETTINGS,
    language: "en",
    zoom_percent: 150,
  });
  expect(text()).toContain("150 %");
});

test("the wheel zooms by notches, however finely it turns", async () => {
  const host = openWindow({ profiles: [mara], open: mara });
  await settle();
  const turn = (deltaY: number, ctrlKey = true) => {
    const event = new WheelEvent("wheel", { deltaY, bubbles: true, cancelable: true });
    // The test's document knows no modifiers of a wheel.
    Object.defineProperty(event, "ctrlKey", { value: ctrlKey });
    return document.body.dispatchEvent(event);
  };
  for (let part = 0; part < 5; part += 1) expect(turn(-20)).toBe(false);
  expect(turn(-500, false)).toBe(true);
  await settle();
  expect(host.world.machine.zoom_percent).toBe(110);
  turn(120);
  await settle();
  expect(host.world.machine.zoom_percent).toBe(100);
});
