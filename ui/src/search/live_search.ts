//! Notion's own search, for what is not listed or read here yet. It answers for one text only:
//! another text drops it. Not where its hits are drawn.
import { debounce } from "@solid-primitives/scheduled";
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { LiveAnswer, UiError } from "../core/bindings";
import type { Host, HostError } from "../core/commands";
import { createLatest } from "../core/latest";

/** Notion is asked by itself only once nothing was typed for this long. */
const LIVE_AFTER = 400;

export type LiveState =
  | { step: "idle" }
  | { step: "asking" }
  | { step: "answered"; answer: LiveAnswer }
  | { step: "failed"; error: UiError };

export interface LiveSearch {
  state: Accessor<LiveState>;
  /** `shown` is asked when the request leaves: ids that need no second mention. */
  ask(text: string, shown: () => string[]): void;
  /** Asks once the person pauses, if `wanted` still says so then. */
  soon(text: string, shown: () => string[], wanted: () => boolean): void;
  drop(): void;
}

export function createLiveSearch(host: Host, refused: (error: HostError) => void): LiveSearch {
  const [state, setState] = createSignal<LiveState>({ step: "idle" });
  const latest = createLatest(
    ({ text, shown }: { text: string; shown: () => string[] }) =>
      host.call("live_search", { text, shown: shown() }),
    (_, answer) => setState({ step: "answered", answer }),
    (_, reason) => {
      refused(reason);
      setState({ step: "failed", error: reason.reason });
    },
  );
  const paused = debounce((asks: () => void) => asks(), LIVE_AFTER);
  const drop = () => {
    paused.clear();
    latest.drop();
    setState({ step: "idle" });
  };

  const live: LiveSearch = {
    state,
    ask(text, shown) {
      drop();
      setState({ step: "asking" });
      latest.ask({ text, shown });
    },
    soon(text, shown, wanted) {
      drop();
      paused(() => {
        if (wanted()) live.ask(text, shown);
      });
    },
    drop,
  };
  return live;
}
