//! How the window asks the core, and what a refusal is. The commands themselves are declared
//! in src-tauri/commands.rs, from which `command_list.ts` is made.
//! Not how a question gets there: `host.ts` does that, and tests bring a host of their own.
import type { Event, UiError } from "./bindings";
import type { Commands } from "./command_list";

export type CommandName = keyof Commands;
export type Args<N extends CommandName> = Commands[N][0];
export type Reply<N extends CommandName> = Commands[N][1];

/** The core as the window sees it. A refused command rejects with a `HostError`. */
export interface Host {
  call<N extends CommandName>(name: N, args: Args<N>): Promise<Reply<N>>;
  /** One event stream for the life of the window. */
  watch(listener: (event: Event) => void): Promise<void>;
}

/** A command was refused, and why. */
export class HostError extends Error {
  constructor(readonly reason: UiError) {
    super(reason.code);
  }
}

/** What a rejected command means; anything that is not ours is a bug in the call. */
export function asHostError(refused: unknown): HostError {
  if (refused instanceof HostError) return refused;
  if (typeof refused === "object" && refused !== null && "code" in refused) {
    return new HostError(refused as UiError);
  }
  return new HostError({ code: "bad_request" });
}
