//! Where the results stand: the hits for what is typed, what is at hand, or every page, or why
//! there is nothing. Not the preview beside them.
import { Match, Show, Switch } from "solid-js";
import { useSession } from "../state/session_state";
import { number } from "../words/format";
import { search as words } from "../words/search";
import { HitList } from "./hit_list";
import { HomeList } from "./home_list";
import { LiveNote } from "./live_note";
import type { PageActions } from "./page_actions";
import { PageList } from "./page_list";
import type { Results } from "./results_state";
import css from "./search.module.css";
import { NothingFound, PagesEmpty } from "./search_empty";

interface Handlers {
  results: Results;
  isPinned: PageActions["isPinned"];
  onPress(): void;
  onPick(index: number, event: MouseEvent): void;
  onOpen(): void;
  /** The changes were looked at. */
  onSeen(): void;
}

export function ResultList(props: Handlers) {
  return (
    <div id="results" class={css.results} aria-busy={props.results.hits.behind()}>
      <Switch>
        <Match when={props.results.shows() === "hits"}>
          <Found {...props} />
        </Match>
        <Match when={props.results.shows() === "everything"}>
          <EveryPage {...props} />
        </Match>
        <Match when={true}>
          <AtHand {...props} />
        </Match>
      </Switch>
    </div>
  );
}

function EveryPage(props: Handlers) {
  const session = useSession();
  const showAll = () => session.ask({ ...session.question(), kind: null });
  return (
    <>
      <PageList
        pages={props.results.pages}
        selection={props.results.pageSelection}
        handle={(handle) => props.results.listDrawn(handle)}
        isAmong={props.results.several.has}
        isPinned={(row) => props.isPinned(row)}
        onPress={() => props.onPress()}
        onPick={(index, event) => props.onPick(index, event)}
        onOpen={() => props.onOpen()}
      />
      <Show when={props.results.nothingShown()}>
        <PagesEmpty known={props.results.pages.known()} showAll={showAll} />
      </Show>
    </>
  );
}

function AtHand(props: Handlers) {
  const session = useSession();
  const pick = (id: string, event: MouseEvent) => {
    const rows = session.home.sections().flatMap(({ rows }) => rows);
    props.onPick(
      rows.findIndex((row) => row.id === id),
      event,
    );
  };
  return (
    <Show
      when={!props.results.nothingShown()}
      fallback={<PagesEmpty known={props.results.pages.known()} showAll={() => undefined} />}
    >
      <HomeList
        sections={session.home.sections()}
        changed={session.home.home()?.changed}
        selected={props.results.home.id()}
        known={props.results.pages.known()}
        isAmong={props.results.several.has}
        isPinned={(row) => props.isPinned(row)}
        onPress={() => props.onPress()}
        onPick={pick}
        onOpen={() => props.onOpen()}
        onSeen={() => props.onSeen()}
      />
    </Show>
  );
}

function Found(props: Handlers) {
  const session = useSession();
  const hits = () => props.results.hits;
  return (
    <HitList
      local={hits().local()}
      similar={hits().similar()}
      live={hits().live()}
      selected={hits().selection.row()?.id}
      question={hits().question()}
      isAmong={props.results.several.has}
      isPinned={(hit) => props.isPinned(hit)}
      onPress={() => props.onPress()}
      onPick={(index, event) => props.onPick(index, event)}
      onOpen={() => props.onOpen()}
      perPage={(measure) => props.results.hitsDrawn(measure)}
    >
      <Show when={props.results.nothingFound()}>
        {(covers) => (
          <NothingFound
            covers={covers()}
            asked={hits().liveState().step !== "idle"}
            askNotion={() => hits().askNotion()}
          />
        )}
      </Show>
      <Show when={hits().cutAt()}>
        {(best) => <p class={css.more}>{words.onlyBest(number(best()))}</p>}
      </Show>
      <LiveNote
        state={hits().liveState()}
        found={hits().live().length}
        offer={session.connections().length > 0 && hits().all().length > 0}
        onAsk={() => hits().askNotion()}
        onMiss={() => session.go("coverage")}
      />
    </HitList>
  );
}
