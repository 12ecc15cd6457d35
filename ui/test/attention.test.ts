//! The core hears of the person's attention at most once a minute.
import { createRoot } from "solid-js";
import { expect, onTestFinished, test, vi } from "vitest";
import { watchAttention } from "../src/input/attention";

test("focus and uncovering are told at most once a minute, and not after the end", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told = vi.fn();
  const dispose = createRoot((end) => {
    watchAttention(told);
    return end;
  });
  onTestFinished(dispose);
  window.dispatchEvent(new Event("focus"));
  document.dispatchEvent(new Event("visibilitychange"));
  vi.advanceTimersByTime(59_000);
  window.dispatchEvent(new Event("focus"));
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(told).toHaveBeenCalledTimes(2);
  dispose();
  vi.advanceTimersByTime(200_000);
  window.dispatchEvent(new Event("focus"));
  expect(told).toHaveBeenCalledTimes(2);
});
