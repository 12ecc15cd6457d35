//! How an error becomes words: what happened, then what to do.
//! Exhaustive by type: a code without words does not compile. Not where errors are caught.
import type { HelpPage, UiError } from "../core/bindings";
import * as english from "./en/errors";
import { spoken } from "./spoken";

type Severity = "info" | "warning" | "error";

export interface ErrorWords {
  severity: Severity;
  /** What happened. */
  text: string;
  /** What to do about it; empty where the text says so already. */
  action: string;
  /** A page at Notion that helps, offered as a button. */
  help?: HelpPage;
}

type Code = UiError["code"];
type FieldsOf<C extends Code> =
  Extract<UiError, { code: C }> extends { fields: infer F } ? F : Record<string, never>;
export type ErrorTable = { [C in Code]: (fields: FieldsOf<C>) => ErrorWords };

export const errorWords = spoken("errorWords", english.errorWords);
export const passwordRefused = spoken("passwordRefused", english.passwordRefused);
export const helpNames = spoken("helpNames", english.helpNames);

/** The words for one error. */
export function describe(error: UiError): ErrorWords {
  // The table's type has matched each code with its fields; here they meet again.
  const words = errorWords[error.code] as ((fields: unknown) => ErrorWords) | undefined;
  if (words === undefined) return describe({ code: "internal" });
  return words("fields" in error ? error.fields : {});
}

/** How long to wait before trying again, where the error says so. */
export function waitSeconds(error: UiError | undefined): number {
  return error?.code === "try_later" ? error.fields.seconds : 0;
}
