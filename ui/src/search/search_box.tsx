//! The box that has the focus and all the keys, with what the word under the caret could become.
//! The arrows stay with the hits: a suggestion is taken with →. Not what the keys do: the view
//! says that.
import { createEffect, createMemo, createSignal, For, on, onMount, Show } from "solid-js";
import { type Completion, complete } from "./filter_completion";
import { createSettled } from "../state/settled";
import { isComposing, keyName } from "../input/shortcuts";
import { search as words } from "../words/search";
import { Glyph } from "../parts/glyph";
import css from "./search_box.module.css";

const BOX_ID = "search-box";

/** Ready for a new question, which replaces the old one. Does nothing where there is no box. */
export function focusSearchBox() {
  const box = document.getElementById(BOX_ID);
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.select();
}

/** Read out once the person pauses. */
const QUIET = 600;

export function SearchBox(props: {
  typed: string;
  workspaces: readonly string[];
  /** The listbox that the keys move in, and the option they are at. */
  controls: string;
  expanded: boolean;
  active: string | undefined;
  ref(input: HTMLInputElement): void;
  onType(text: string): void;
  onFocus(): void;
  /** Keys that no suggestion takes. */
  onKey(event: KeyboardEvent): void;
  onClear(): void;
}) {
  let input!: HTMLInputElement;
  const [offered, setOffered] = createSignal<Completion[]>([]);
  const [choice, setChoice] = createSignal(0);
  const chosen = createMemo(() => offered()[choice()]);

  const offer = () => {
    const caret = input.selectionStart;
    const marked = caret !== input.selectionEnd;
    setChoice(0);
    setOffered(
      caret === null || marked
        ? []
        : complete(input.value, caret, props.workspaces, new Date().getFullYear()),
    );
  };
  const accept = (completion: Completion) => {
    input.value = completion.text;
    input.setSelectionRange(completion.caret, completion.caret);
    input.focus();
    props.onType(completion.text);
    offer();
  };
  const typed = () => {
    props.onType(input.value);
    offer();
  };
  createEffect(
    on(
      () => props.typed,
      (text) => {
        // Somebody else emptied or filled the box.
        if (text === input.value) return;
        input.value = text;
        setOffered([]);
      },
    ),
  );

  // Whoever comes back types a new question in place of the old one, or goes on with an arrow.
  onMount(focusSearchBox);

  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const onward = getComputedStyle(input).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const completion = chosen();
    if (completion !== undefined) {
      if (
        event.key === onward &&
        !event.altKey &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.shiftKey
      ) {
        event.preventDefault();
        return accept(completion);
      }
      if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : offered().length - 1;
        setChoice((at) => (at + step) % offered().length);
        return;
      }
    }
    props.onKey(event);
  };

  const said = createSettled(() => {
    const completion = chosen();
    return completion === undefined
      ? ""
      : words.suggestionsSaid(completion.label, offered().length);
  }, QUIET);

  return (
    <div class={css.searchBox}>
      <div class={css.filter}>
        <Glyph name="search" />
        <input
          ref={(element) => {
            input = element;
            props.ref(element);
          }}
          id={BOX_ID}
          type="text"
          role="combobox"
          aria-label={words.box}
          aria-controls={props.controls}
          aria-expanded={props.expanded}
          aria-autocomplete="list"
          aria-activedescendant={props.active}
          placeholder={words.boxHint}
          dir="auto"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={1024}
          onFocus={() => props.onFocus()}
          onKeyDown={onKey}
          onInput={(event) => {
            // Half-composed text is not a question yet.
            if (!event.isComposing) typed();
          }}
          onCompositionEnd={typed}
          // The caret moved: another word may be under it.
          onKeyUp={(event) => {
            if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) offer();
          }}
          onClick={offer}
        />
        <Show when={offered().length > 0}>
          <div class={css.suggestions} onMouseDown={(event) => event.preventDefault()}>
            <div role="listbox" aria-label={words.suggestions} class={css.suggestionList}>
              <For each={offered()}>
                {(completion, at) => (
                  <div
                    class={css.suggestion}
                    role="option"
                    aria-selected={at() === choice()}
                    onClick={() => accept(completion)}
                  >
                    <bdi>{completion.label}</bdi>
                  </div>
                )}
              </For>
            </div>
            <span class={css.suggestionKeys} aria-hidden="true">
              <kbd>→</kbd>
              <Show when={offered().length > 1}>
                <kbd class={css.choose}>{keyName("Alt")} ↓</kbd>
              </Show>
            </span>
          </div>
        </Show>
        <Show when={props.typed !== ""}>
          <button
            type="button"
            class="icon-button"
            aria-label={words.clear}
            onClick={() => props.onClear()}
          >
            <Glyph name="clear" />
          </button>
        </Show>
      </div>
      <p class="visually-hidden" role="status">
        {said()}
      </p>
    </div>
  );
}
