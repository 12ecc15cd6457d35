//! The listbox of what is there before a letter is typed, in its sections. The keys are the
//! search box's, which stays focused; the listbox never takes focus itself.
import { createEffect, For, Match, on, Show, Switch } from "solid-js";
import type { Changed } from "../core/bindings";
import { keyName } from "../input/shortcuts";
import { Glyph } from "../parts/glyph";
import { describedBy, PageFace, plainTitle } from "../parts/page_face";
import faceCss from "../parts/page_face.module.css";
import { createNow } from "../state/clock";
import { number, when } from "../words/format";
import { changedWords, home as words, newHitsWords } from "../words/home";
import css from "./home_list.module.css";
import type { HomeRow, HomeSection } from "./home_state";
import { keepInView } from "./keep_in_view";
import searchCss from "./search.module.css";

export const HOME_ID = "home";

export function HomeList(props: {
  sections: readonly HomeSection[];
  changed: Changed | undefined;
  selected: string | undefined;
  /** How many pages there are in all. */
  known: number;
  /** Selected together with others. */
  isAmong(id: string): boolean;
  isPinned(row: { id: string; pinned: boolean }): boolean;
  onPress(): void;
  onPick(id: string, event: MouseEvent): void;
  onOpen(): void;
  onSeen(): void;
}) {
  let scroller!: HTMLDivElement;
  const now = createNow(60_000);
  createEffect(
    on(
      () => props.selected,
      (id) => {
        if (id !== undefined) keepInView(scroller, document.getElementById(id));
      },
    ),
  );

  const Row = (own: { row: HomeRow }) => {
    const name = () => {
      const row = own.row;
      if (row.is === "page") return plainTitle(titleOf(row.page.title));
      return row.is === "search" ? row.search.text : words.everything;
    };
    return (
      <div
        class={`${css.row} ${faceCss.entry}`}
        role="option"
        id={own.row.id}
        aria-selected={
          props.selected === own.row.id || (own.row.is === "page" && props.isAmong(own.row.page.id))
        }
        aria-label={name()}
        aria-describedby={own.row.is === "page" ? describedBy(own.row.id) : `${own.row.id}-rest`}
        onClick={(event) => props.onPick(own.row.id, event)}
        onDblClick={() => props.onOpen()}
      >
        <Switch>
          <Match when={own.row.is === "page" && own.row}>
            {(row) => (
              <PageFace
                face={{ ...row().page, title: titleOf(row().page.title) }}
                id={row().id}
                now={now()}
                by={row().by}
                pinned={props.isPinned(row().page)}
              />
            )}
          </Match>
          <Match when={own.row.is === "search" && own.row}>
            {(row) => (
              <>
                <Glyph name="search" />
                <bdi class={css.name}>{row().search.text}</bdi>
                <span id={`${row().id}-rest`} class={css.rest}>
                  <Show when={row().search.new > 0}>
                    <span class={`badge ${css.fresh}`}>{newHitsWords(row().search)}</span>
                  </Show>
                </span>
              </>
            )}
          </Match>
          <Match when={own.row.is === "everything"}>
            <Glyph name="page" />
            <span class={css.name}>{words.everything}</span>
            <span id="everything-rest" class={css.rest}>
              {number(props.known)}
              <span class={css.keys} aria-hidden="true">
                <kbd>{keyName("Mod")}</kbd> <kbd>B</kbd>
              </span>
            </span>
          </Match>
        </Switch>
      </div>
    );
  };

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
      <Show when={props.changed !== undefined && props.changed.total > 0 && props.changed}>
        {(changed) => (
          <p class={css.changed} id="home-changed">
            <span dir="auto">{changedWords(changed(), when(changed().since, now()))}</span>
            <button type="button" class="link" onClick={() => props.onSeen()}>
              {words.seen}
            </button>
          </p>
        )}
      </Show>
      <div
        id={HOME_ID}
        role="listbox"
        aria-multiselectable="true"
        aria-label={words.title}
        class={css.list}
      >
        <For each={props.sections}>
          {(section) => (
            <div role="group" aria-labelledby={`home-${section.name}`}>
              <div
                id={`home-${section.name}`}
                class={section.name === "everything" ? "visually-hidden" : css.title}
              >
                {words.sections[section.name]}
              </div>
              <For each={section.rows}>{(row) => <Row row={row} />}</For>
            </div>
          )}
        </For>
      </div>
      <p class={css.hint}>
        <Show when={props.sections.length < 2} fallback={words.recentHint}>
          {words.emptyHint} {words.recentHint}
        </Show>
      </p>
    </div>
  );
}

function titleOf(title: string) {
  return title === "" ? [] : [{ text: title, marked: false }];
}
