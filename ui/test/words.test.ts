//! Every error the core can send has words, and the words keep their tone.
import { describe as suite, expect, test } from "vitest";
import type { UiError } from "../src/core/bindings";
import bindings from "../src/core/bindings.ts?raw";
import { describe, errorWords, waitSeconds } from "../src/words/errors";

const declared = /export type UiError = (.*)/.exec(bindings)?.[1] ?? "";
const codes = [...declared.matchAll(/"code": "(\w+)"/g)].map((match) => match[1] as string);

const fields: Record<string, unknown> = {
  try_later: { seconds: 61 },
  password_refused: { why: "too_common" },
  damaged: { file: "vault" },
  newer_version: { file: "database" },
  not_a_file: { file: "registry" },
  port_taken: { port: 27631 },
  port_reserved: { port: 27631 },
  not_a_token: { why: "address" },
  certificate: { fault: "expired" },
  proxy: { fault: "silent" },
  refused_by_notion: { error: "invalid_scope" },
  not_notion: { status: 511 },
  notion: { status: 403, notion_code: "restricted_resource", message: "" },
  rate_limited: { seconds: 1 },
};

suite("errors", () => {
  test("the bindings and the table name the same codes", () => {
    expect(codes.length).toBeGreaterThan(30);
    expect(Object.keys(errorWords).sort()).toEqual([...codes].sort());
  });

  test.each(codes)("%s says what happened and what to do", (code) => {
    const words = describe({ code, fields: fields[code] } as UiError);
    expect(words.text).toMatch(/^[A-Z].*\.$/s);
    expect(words.action).toMatch(/^[A-Z].*\.$/s);
    expect(words.text + words.action).not.toMatch(/undefined|NaN|!|\[object/);
  });

  test("sentences of the first screen differ from one another", () => {
    const texts = [
      { code: "wrong_password" },
      { code: "try_later", fields: { seconds: 5 } },
      { code: "damaged", fields: { file: "profile" } },
      { code: "newer_version", fields: { file: "profile" } },
      { code: "profile_busy" },
      { code: "locked" },
    ].map((error) => describe(error as UiError).text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("a code from a newer core still gets a sentence", () => {
    expect(describe({ code: "brand_new" } as unknown as UiError)).toEqual(errorWords.internal({}));
  });

  test("waits are counted only where the error names one", () => {
    expect(waitSeconds({ code: "try_later", fields: { seconds: 7 } })).toBe(7);
    expect(waitSeconds({ code: "wrong_password" })).toBe(0);
    expect(describe({ code: "try_later", fields: { seconds: 0 } }).action).toContain("now");
  });
});
