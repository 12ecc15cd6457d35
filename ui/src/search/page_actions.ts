//! What can be done with pages from anywhere, one or several: open, copy, pin. Not which keys
//! do it.
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { openPage } from "../state/open_page";
import type { Passage, Segment, UiError } from "../core/bindings";
import { copyText } from "../input/clipboard";
import { markdownLink, quotation } from "./markdown_link";
import { search as words } from "../words/search";
import { shell } from "../words/shell";

/** As much of a page as its actions need. */
export interface PageRef {
  id: string;
  kind: "page" | "data_source";
  title: readonly Segment[];
  url: string;
  pinned: boolean;
  /** What of its text answers, where something was asked. */
  passages?: readonly Passage[];
}

export type Pages = readonly PageRef[];

export interface PageActions {
  open(pages: Pages, other: boolean): void;
  copyLink(pages: Pages): void;
  copyMarkdown(pages: Pages): void;
  copyTitle(pages: Pages): void;
  /** `marked` is what the person has marked of the one page's text, and stands for its passages. */
  copyPassage(pages: Pages, marked: string): void;
  pin(pages: Pages, pinned: boolean): void;
  /** What was done here since counts more than what an older answer says. */
  isPinned(page: Pick<PageRef, "id" | "pinned">): boolean;
  error: Accessor<UiError | undefined>;
  clear(): void;
}

/** More at once would bury whatever opens them. */
const MOST_AT_ONCE = 20;

/** `used` hears of it when something was done with a page. */
export function createPageActions(used: () => void): PageActions {
  const app = useApp();
  const [pins, setPins] = createSignal<Readonly<Record<string, boolean>>>({});
  const opening = createAction(async (pages: Pages, other: boolean) => {
    for (const { id } of pages.slice(0, MOST_AT_ONCE)) await openPage(app, id, other);
    if (pages.length > MOST_AT_ONCE) app.say(words.openedSome(MOST_AT_ONCE, pages.length));
    used();
  });
  const pinning = createAction(async (pages: Pages, pinned: boolean) => {
    for (const { id } of pages) {
      await app.host.call("pin_page", { page: id, pinned });
      setPins((all) => ({ ...all, [id]: pinned }));
    }
    app.say(pinned ? words.nowPinned : words.nowUnpinned);
    used();
  });
  const copy = async (texts: readonly string[], apart: string, done: string) => {
    const text = texts.join(apart);
    const said = texts.length > 1 ? words.copiedSeveral(texts.length) : done;
    app.say((await copyText(text)) ? said : shell.notCopied);
    used();
  };

  return {
    open: (pages, other) => void opening.run(pages, other),
    copyLink: (pages) =>
      void copy(
        pages.map(({ url }) => url),
        "\n",
        words.linkCopied,
      ),
    copyMarkdown: (pages) =>
      void copy(
        pages.map((page) => markdownLink(titleOf(page), page.url)),
        "\n",
        words.markdownCopied,
      ),
    copyTitle: (pages) => void copy(pages.map(titleOf), "\n", words.titleCopied),
    copyPassage: (pages, marked) =>
      void copy(
        pages.map((page) => quotation(marked || passageOf(page), titleOf(page), page.url)),
        "\n\n",
        words.passageCopied,
      ),
    pin: (pages, pinned) => void pinning.run(pages, pinned),
    isPinned: ({ id, pinned }) => pins()[id] ?? pinned,
    error: () => opening.error() ?? pinning.error(),
    clear() {
      opening.clear();
      pinning.clear();
    },
  };
}

function titleOf({ title }: PageRef): string {
  const text = title.map(({ text }) => text).join("");
  return text === "" ? words.untitled : text;
}

function passageOf({ passages = [] }: PageRef): string {
  return passages
    .map(({ segments, cut_before, cut_after }) => {
      const text = segments.map(({ text }) => text).join("");
      return `${cut_before ? "… " : ""}${text.trim()}${cut_after ? " …" : ""}`;
    })
    .join("\n");
}
