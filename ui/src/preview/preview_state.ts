//! What is stored of the selected page, asked for once the selection rests. The last preview
//! stays until the next one is there. Not how it is drawn: that is `preview_pane.tsx`.
import { debounce, throttle } from "@solid-primitives/scheduled";
import { createComputed, createMemo, createSignal, on, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { Preview, UiError } from "../core/bindings";
import type { Host, HostError } from "../core/commands";
import { createLatest } from "../core/latest";

/** Running through the hits with a held key asks for none of those passed by. */
export const PREVIEW_AFTER = 80;

/** A body that was not there is asked for again at most this often while changes stream in. */
const REREAD_EVERY = 1500;

/** A page, and the text whose matches are marked in it, corrected as the answer was. */
export interface Wanted {
  page: string;
  text: string;
  correct: boolean;
}

type Shown = { preview: Preview } | { error: UiError };

export interface PreviewState {
  shown: Accessor<(Wanted & Shown) | undefined>;
  /** What is shown is not what is selected. */
  stale: Accessor<boolean>;
  /** Shows another part of a long page, as its preview names it. */
  show(at: number | null): void;
  /** Something changed in the core: a body that was missing may be there now. */
  reread(): void;
}

export function createPreview(
  host: Host,
  wanted: Accessor<Wanted | undefined>,
  refused: (error: HostError) => void,
  /** Resolves when what draws it is there. */
  drawable: () => Promise<unknown> = () => Promise.resolve(),
): PreviewState {
  const [shown, setShown] = createSignal<Wanted & Shown>();
  const settled = createMemo(wanted, undefined, { equals: same });

  const latest = createLatest(
    async ({ at = null, ...asked }: Wanted & { at?: number | null }) => {
      const [preview] = await Promise.all([host.call("preview", { ...asked, at }), drawable()]);
      return preview;
    },
    (asked, preview) => setShown({ ...asked, preview }),
    (asked, reason) => {
      refused(reason);
      setShown({ ...asked, error: reason.reason });
    },
  );

  const askSoon = debounce(latest.ask, PREVIEW_AFTER);
  const askAgain = throttle(() => {
    const asked = untrack(settled);
    if (asked !== undefined && same(asked, untrack(shown))) latest.ask(asked);
  }, REREAD_EVERY);

  createComputed(
    on(settled, (now) => {
      askSoon.clear();
      latest.drop();
      if (now === undefined) setShown(undefined);
      else if (!same(now, shown())) askSoon(now);
    }),
  );

  return {
    shown,
    stale: () => !same(settled(), shown()),
    show(at) {
      const now = shown();
      if (now === undefined || at === null) return;
      const { page, text, correct } = now;
      latest.ask({ page, text, correct, at });
    },
    reread() {
      const now = shown();
      const complete = now !== undefined && "preview" in now && now.preview.body.state === "read";
      if (now !== undefined && !complete) askAgain();
    },
  };
}

function same(a: Wanted | undefined, b: Wanted | undefined): boolean {
  return a?.page === b?.page && a?.text === b?.text && a?.correct === b?.correct;
}
