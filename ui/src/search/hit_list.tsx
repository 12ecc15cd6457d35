//! The listbox of hits: ours first, then what is similar, then what Notion found beyond them. The keys are the search
//! box's, which stays focused; the listbox never takes focus itself.
import { makeTimer } from "@solid-primitives/timer";
import {
  createComputed,
  createEffect,
  createMemo,
  createSignal,
  For,
  on,
  onMount,
  Show,
} from "solid-js";
import type { JSX } from "solid-js";
import type { SearchHit } from "../core/bindings";
import { createNow } from "../state/clock";
import { createModHeld } from "../input/mod_held";
import { passagesOf } from "../parts/passage";
import { search as words, whyWords } from "../words/search";
import { PassageLine } from "../parts/marked";
import { Badges, describedBy, PageFace, plainTitle } from "../parts/page_face";
import { keepInView } from "./keep_in_view";
import { optionId } from "./page_option";
import css from "./hit_list.module.css";
import faceCss from "../parts/page_face.module.css";
import searchCss from "./search.module.css";

export const HITS_ID = "hits";

/** A screen's worth is drawn with the answer, the rest once no key follows: what nobody sees
 *  yet must not make the next letter wait. */
const FIRST = 16;
const REST_AFTER = 60;

/** Hits of one group, and where they stand among all. */
interface Placed {
  hits: readonly SearchHit[];
  from: number;
  of: number;
}

export function HitList(props: {
  local: readonly SearchHit[];
  similar: readonly SearchHit[];
  live: readonly SearchHit[];
  selected: string | undefined;
  /** Changes with every new question: its answer is read from the top. */
  question: number;
  /** Selected together with others. */
  isAmong(id: string): boolean;
  isPinned(hit: SearchHit): boolean;
  onPress(): void;
  onPick(index: number, event: MouseEvent): void;
  onOpen(hit: SearchHit): void;
  /** Told how many hits one screen holds. */
  perPage(count: () => number): void;
  children?: JSX.Element;
}) {
  let scroller!: HTMLDivElement;
  const now = createNow(60_000);
  const modHeld = createModHeld();
  const [room, setRoom] = createSignal(FIRST);
  const ours = () => props.local.length + props.similar.length;
  const all = () => ours() + props.live.length;

  createComputed(
    on(
      () => props.question,
      () => {
        setRoom(FIRST);
        makeTimer(() => setRoom(Number.POSITIVE_INFINITY), REST_AFTER, setTimeout);
      },
    ),
  );
  // Whoever moves below the first ones wants the rest now.
  const moved = () => props.local.findIndex((hit) => hit.id === props.selected) >= FIRST;
  const drawn = createMemo(() => (moved() ? props.local : props.local.slice(0, room())));
  createEffect(
    on(
      () => props.question,
      () => (scroller.scrollTop = 0),
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => props.selected,
      (id) => {
        if (id !== undefined) keepInView(scroller, document.getElementById(optionId(id)));
      },
    ),
  );
  const perPage = () => {
    const row = scroller.querySelector<HTMLElement>('[role="option"]')?.offsetHeight ?? 0;
    return row === 0 ? 8 : Math.max(1, Math.floor(scroller.clientHeight / row) - 1);
  };
  onMount(() => props.perPage(perPage));

  const Options = (group: Placed) => (
    <For each={group.hits}>
      {(hit, at) => {
        const id = createMemo(() => optionId(hit.id));
        const passages = createMemo(() => passagesOf(hit));
        return (
          <div
            class={css.hit}
            role="option"
            id={id()}
            aria-selected={props.selected === hit.id || props.isAmong(hit.id)}
            aria-setsize={group.of}
            aria-posinset={group.from + at() + 1}
            aria-label={plainTitle(hit.title)}
            aria-describedby={`${describedBy(id())} ${id()}-text`}
            onClick={(event) => props.onPick(group.from + at(), event)}
            onDblClick={() => props.onOpen(hit)}
          >
            <div class={faceCss.entry}>
              <PageFace
                face={hit}
                id={id()}
                now={now()}
                pinned={props.isPinned(hit)}
                live={hit.tier === "live"}
                placeless={passages().length > 0}
              />
            </div>
            <div class={`${css.below} ${faceCss.small}`} id={`${id()}-text`}>
              <div class={css.passages}>
                <For each={passages()}>{(passage) => <PassageLine passage={passage} />}</For>
              </div>
              <Show when={passages().length > 0}>
                <Badges brief workspaces={hit.workspaces} sample={hit.sample} />
              </Show>
            </div>
            <Show when={whyWords(hit)}>
              {(why) => (
                <p class={css.why} dir="auto">
                  {why()}
                </p>
              )}
            </Show>
          </div>
        );
      }}
    </For>
  );

  const Group = (group: {
    id: string;
    title: string;
    hits: readonly SearchHit[];
    from: number;
  }) => (
    <Show when={group.hits.length > 0}>
      <div role="group" aria-labelledby={group.id}>
        <div id={group.id} class={css.groupTitle}>
          {group.title}
        </div>
        <Options hits={group.hits} from={group.from} of={all()} />
      </div>
    </Show>
  );

  return (
    <div
      class={searchCss.scroller}
      ref={scroller}
      onMouseDown={(event) => {
        // The search box has the focus, whatever is clicked here: the keys are its.
        if (event.target instanceof Element && event.target.closest("button") === null) {
          event.preventDefault();
          props.onPress();
        }
      }}
    >
      <div
        id={HITS_ID}
        role="listbox"
        aria-multiselectable="true"
        aria-label={words.results}
        class={css.hits}
        data-numbered={modHeld() ? "" : undefined}
      >
        <Options hits={drawn()} from={0} of={all()} />
        <Group
          id="similar-title"
          title={words.similar}
          hits={props.similar}
          from={props.local.length}
        />
        <Group id="live-title" title={words.fromNotion} hits={props.live} from={ours()} />
      </div>
      {props.children}
    </div>
  );
}
