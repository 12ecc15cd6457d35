//! The box that has the focus and all the keys, with what the word under the caret could become.
//! The arrows stay with the hits: a suggestion is taken with →. Not what the keys do: the view
//! says that.
import { createEffect, createMemo, createSignal, For, on, onMount, Show } from "solid-js";
import { createLatest } from "../core/latest";
import { useApp } from "../state/app_state";
import { chipName } from "./filter_chips";
import { type Completion, complete, type KnownNames, wantsNames } from "./filter_completion";
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
  /** What stands in the box, without the chips. */
  typed: string;
  /** Filters that stand beside it, as typed. */
  chips: readonly string[];
  workspaces: readonly string[];
  /** The listbox that the keys move in, and the option they are at. */
  controls: string;
  expanded: boolean;
  active: string | undefined;
  ref(input: HTMLInputElement): void;
  onType(text: string): void;
  onRemove(chip: string): void;
  onFocus(): void;
  /** Keys that no suggestion takes. */
  onKey(event: KeyboardEvent): void;
  onClear(): void;
}) {
  let input!: HTMLInputElement;
  let chipList!: HTMLDivElement;
  const app = useApp();
  const [offered, setOffered] = createSignal<Completion[]>([]);
  const [choice, setChoice] = createSignal(0);
  const chosen = createMemo(() => offered()[choice()]);

  let names: KnownNames | undefined;
  const latest = createLatest(
    (wanted: { filter: string; typed: string }) => app.host.call("filter_values", wanted),
    (wanted, values) => {
      names = { ...wanted, names: values };
      show();
    },
    (_, reason) => app.refused(reason),
  );
  const show = () => {
    const caret = input.selectionStart;
    const marked = caret !== input.selectionEnd;
    setChoice(0);
    setOffered(
      caret === null || marked
        ? []
        : complete(input.value, caret, props.workspaces, new Date().getFullYear(), names),
    );
  };
  const offer = () => {
    const wanted = wantsNames(input.value, input.selectionStart ?? 0);
    if (wanted === undefined) latest.drop();
    else if (names?.filter !== wanted.filter || names.typed !== wanted.typed) latest.ask(wanted);
    show();
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
        // Somebody else emptied or filled the box, or a filter became a chip.
        if (text === input.value) return;
        const behind = input.value.length - (input.selectionEnd ?? input.value.length);
        input.value = text;
        const caret = Math.max(0, text.length - behind);
        input.setSelectionRange(caret, caret);
        setOffered([]);
      },
    ),
  );

  // Whoever comes back types a new question in place of the old one, or goes on with an arrow.
  onMount(focusSearchBox);

  const remove = (chip: string) => {
    props.onRemove(chip);
    input.focus();
  };
  const backward = () => (getComputedStyle(input).direction === "rtl" ? "ArrowRight" : "ArrowLeft");
  const focusChip = (at: number) => {
    const chip = chipList.querySelectorAll("button")[at];
    if (chip === undefined) input.focus();
    else chip.focus();
  };
  const onChipKey = (event: KeyboardEvent, at: number) => {
    const chip = props.chips[at];
    if (!plain(event) || chip === undefined) return;
    if (event.key === "Backspace" || event.key === "Delete") remove(chip);
    else if (event.key === backward()) focusChip(Math.max(0, at - 1));
    else if (/^Arrow(Left|Right)$/.test(event.key)) focusChip(at + 1);
    else if (event.key === "Escape") input.focus();
    else return;
    event.preventDefault();
  };

  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const atStart = input.selectionStart === 0 && input.selectionEnd === 0;
    const last = props.chips.at(-1);
    if (last !== undefined && atStart && event.key === "Backspace") {
      event.preventDefault();
      return remove(last);
    }
    if (last !== undefined && atStart && plain(event) && event.key === backward()) {
      event.preventDefault();
      return focusChip(props.chips.length - 1);
    }
    const onward = getComputedStyle(input).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const completion = chosen();
    if (completion !== undefined) {
      if (event.key === onward && plain(event)) {
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
        <Show when={props.chips.length > 0}>
          <div class={css.chips} role="group" aria-label={words.chips} ref={chipList}>
            <For each={props.chips}>
              {(chip, at) => (
                <button
                  type="button"
                  class={css.chip}
                  tabindex={-1}
                  aria-label={words.removeFilter(chipName(chip))}
                  title={words.removeFilter(chipName(chip))}
                  onKeyDown={(event) => onChipKey(event, at())}
                  onClick={() => remove(chip)}
                >
                  <bdi>{chipName(chip)}</bdi>
                  <Glyph name="clear" />
                </button>
              )}
            </For>
          </div>
        </Show>
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
        <Show when={props.typed !== "" || props.chips.length > 0}>
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

/** Without any modifier. */
function plain(event: KeyboardEvent): boolean {
  return !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
