//! Words of what is there before a letter is typed, and of searches that are kept.
import { number, plural } from "../format";

export const home = {
  title: "Before you type",
  sections: {
    pinned: "Pinned",
    changed: "Changed since you last looked",
    saved: "Saved searches",
    opened: "Opened lately",
    edited: "Edited lately by others",
    everything: "Everything",
  },
  everything: "All pages",
  changed: (pages: number, by: string, since: string) =>
    `${plural(pages, { one: "# page", other: "# pages" })} changed since you last looked, ${since}: ${by}.`,
  editor: (name: string | null, pages: number) => `${name ?? "someone"} ${number(pages)}`,
  others: (pages: number) => `others ${number(pages)}`,
  seen: "I have seen them",
  nowSeen: "Changes are counted from now on.",
  newHits: (n: number) => `${number(n)} new`,
  newHitsMost: (n: number) => `${number(n)} or more new`,
  emptyHint: "Pages you open or pin, searches you save and what others change gather here.",
  recentHint: "↑ brings back what you searched for last.",
  backToHome: "Back to pages at hand",
  save: "Save this search",
  unsave: "No longer save this search",
  nowSaved: "Saved. It stands here before you type, with what is new in it.",
  nowUnsaved: "No longer saved.",
  forgetRecent: "Forget what was searched for lately",
  forgotten: "Forgotten.",
};
