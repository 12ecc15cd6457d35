//! One question under way, the newest waiting, and no old answer over a new one.
import { createRoot } from "solid-js";
import { describe, expect, onTestFinished, test } from "vitest";
import { HostError } from "../src/core/commands";
import { createLatest } from "../src/core/latest";
import { settle } from "./window";

function open() {
  const calls: { question: string; answer(): void; refuse(code: "disk" | "locked"): void }[] = [];
  const taken: string[] = [];
  const failed: string[] = [];
  const latest = createRoot((dispose) => {
    onTestFinished(dispose);
    return createLatest(
      (question: string) =>
        new Promise<string>((answer, refuse) =>
          calls.push({
            question,
            answer: () => answer(question),
            refuse: (code) => refuse(new HostError({ code })),
          }),
        ),
      (_, answer) => taken.push(answer),
      (question, reason) => failed.push(`${question}: ${reason.reason.code}`),
    );
  });
  return { calls, taken, failed, latest };
}

describe("the newest question", () => {
  test("while one is under way only the newest waits, and the rest is never asked", async () => {
    const { calls, taken, latest } = open();
    for (const text of ["k", "ku", "kub", "kube"]) latest.ask(text);
    expect(calls.map(({ question }) => question)).toEqual(["k"]);
    expect(latest.pending()).toBe(true);
    calls[0]?.answer();
    await settle();
    expect(calls.map(({ question }) => question)).toEqual(["k", "kube"]);
    expect(latest.pending()).toBe(true);
    calls[1]?.answer();
    await settle();
    expect(taken).toEqual(["k", "kube"]);
    expect(latest.pending()).toBe(false);
  });

  test("what was dropped is not listened to, and the next question waits for it no less", async () => {
    const { calls, taken, latest } = open();
    latest.ask("old");
    latest.drop();
    latest.ask("new");
    expect(calls).toHaveLength(1);
    calls[0]?.answer();
    await settle();
    expect(taken).toEqual([]);
    calls[1]?.answer();
    await settle();
    expect(taken).toEqual(["new"]);
  });

  test("a refusal is told for what is still asked only; locked always", async () => {
    const { calls, failed, latest } = open();
    latest.ask("a");
    latest.ask("b");
    calls[0]?.refuse("disk");
    await settle();
    expect(failed).toEqual([]);
    calls[1]?.refuse("disk");
    await settle();
    expect(failed).toEqual(["b: disk"]);
    latest.ask("c");
    latest.drop();
    calls[2]?.refuse("locked");
    await settle();
    expect(failed).toEqual(["b: disk", "c: locked"]);
  });
});
