//! What the person does with searches besides asking them: bring back an older one, save one,
//! look at what is new in it. Where they are kept is the core's.
import { createEffect, on } from "solid-js";
import type { Accessor } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { useSession } from "../state/session_state";
import { home as words } from "../words/home";
import type { Results } from "./results_state";

export interface KeptSearches {
  /** Something was found by what is asked: worth bringing back. */
  used(): void;
  /** Puts an older search into the box, if the first row is selected; answers whether it did. */
  recall(): boolean;
  isSaved: Accessor<boolean>;
  toggleSaved(): void;
  /** Puts a saved search into the box. */
  run(text: string): void;
  seen(): void;
  forgetRecent(): void;
}

export function createKeptSearches(results: Results): KeptSearches {
  const app = useApp();
  const session = useSession();
  const { hits } = results;
  let recalled: string | undefined;

  const remember = createAction(async (text: string) => {
    if (text !== "") await app.host.call("remember_search", { text });
    await session.home.refresh();
  });
  const save = createAction(async (text: string, saved: boolean) => {
    await app.host.call("save_search", { text, saved });
    await session.home.refresh();
    app.say(saved ? words.nowSaved : words.nowUnsaved);
  });
  const look = createAction(async (text: string) => {
    await app.host.call("look_at_search", { text });
    await session.home.refresh();
  });
  const see = createAction(async () => {
    await app.host.call("look_at_changes", {});
    await session.home.refresh();
    app.say(words.nowSeen);
  });
  const forget = createAction(async () => {
    await app.host.call("forget_recent_searches", {});
    await session.home.refresh();
    app.say(words.forgotten);
  });
  const isSaved = () => session.home.isSaved(hits.text());
  createEffect(
    on(hits.answered, (text) => {
      const fresh = session.home.saved().some((search) => search.text === text && search.new > 0);
      if (fresh && text === hits.text()) void look.run(text);
    }),
  );

  return {
    used: () => void remember.run(hits.shown() ? hits.text() : ""),
    recall() {
      const text = hits.text();
      const going = text !== "" && text === recalled;
      const atTop = going ? hits.selection.index() <= 0 : results.home.index() <= 0;
      if (!atTop || !(going || (text === "" && results.shows() === "home"))) return false;
      const recent = session.home.recent();
      const older = recent[going ? recent.indexOf(text) + 1 : 0];
      if (older === undefined) return going;
      recalled = older;
      session.setTyped(older);
      return true;
    },
    isSaved,
    toggleSaved() {
      if (hits.text() !== "") void save.run(hits.text(), !isSaved());
    },
    run: (text) => session.setTyped(text),
    seen: () => void see.run(),
    forgetRecent: () => void forget.run(),
  };
}
