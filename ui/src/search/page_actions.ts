//! What can be done with a page from anywhere: open, copy, pin. Not which keys do it.
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { Segment, UiError } from "../core/bindings";
import { copyText } from "../input/clipboard";
import { markdownLink } from "./markdown_link";
import { search as words } from "../words/search";
import { shell } from "../words/shell";

/** As much of a page as its actions need. */
export interface PageRef {
  id: string;
  title: readonly Segment[];
  url: string;
  pinned: boolean;
}

export interface PageActions {
  open(page: PageRef, other: boolean): void;
  copyLink(page: PageRef): void;
  copyMarkdown(page: PageRef): void;
  pin(page: PageRef, pinned: boolean): void;
  /** What was done here since counts more than what an older answer says. */
  isPinned(page: Pick<PageRef, "id" | "pinned">): boolean;
  error: Accessor<UiError | undefined>;
  clear(): void;
}

/** `used` hears of each page that something was done with. */
export function createPageActions(used: () => void): PageActions {
  const app = useApp();
  const [pins, setPins] = createSignal<Readonly<Record<string, boolean>>>({});
  const opening = createAction(async (page: PageRef, other: boolean) => {
    await app.host.call("open_page", { page: page.id, other });
    used();
  });
  const pinning = createAction(async (page: PageRef, pinned: boolean) => {
    await app.host.call("pin_page", { page: page.id, pinned });
    setPins((all) => ({ ...all, [page.id]: pinned }));
    app.say(pinned ? words.nowPinned : words.nowUnpinned);
    used();
  });
  const copy = async (text: string, done: string) => {
    app.say((await copyText(text)) ? done : shell.notCopied);
    used();
  };

  return {
    open: (page, other) => void opening.run(page, other),
    copyLink: (page) => void copy(page.url, words.linkCopied),
    copyMarkdown: (page) => {
      const title = page.title.map(({ text }) => text).join("");
      void copy(
        markdownLink(title === "" ? words.untitled : title, page.url),
        words.markdownCopied,
      );
    },
    pin: (page, pinned) => void pinning.run(page, pinned),
    isPinned: ({ id, pinned }) => pins()[id] ?? pinned,
    error: () => opening.error() ?? pinning.error(),
    clear() {
      opening.clear();
      pinning.clear();
    },
  };
}
