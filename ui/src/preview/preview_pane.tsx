//! The pane at the right: the selected page's text, at its first match. It takes the focus only
//! to be scrolled by keys. In a narrow window it lies over the list while it is open.
import { createEffect, lazy, Match, on, onMount, Show, Suspense, Switch } from "solid-js";
import { useApp } from "../state/app_state";
import type { BodyState, Preview, SearchHit } from "../core/bindings";
import { createNow } from "../state/clock";
import { moment, when } from "../words/format";
import type { PreviewState } from "./preview_state";
import { hasMod, isComposing, keyName } from "../input/shortcuts";
import { gapWords, preview as words, readFailures } from "../words/preview";
import { search } from "../words/search";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { Badges, Path, Title } from "../parts/page_face";
import { PageIcon } from "../parts/page_icon";
import css from "./preview_pane.module.css";
import { Properties } from "./properties";

/** What draws a page's text; nothing of it is needed before the first page is chosen. */
export const PageBlocks = lazy(async () => ({
  default: (await import("./preview_blocks")).PageBlocks,
}));
const DatabaseRows = lazy(async () => ({
  default: (await import("./database_rows")).DatabaseRows,
}));

export interface PaneActions {
  open(other: boolean): void;
  copyLink(): void;
  copyMarkdown(): void;
  pin(): void;
}

export function PreviewPane(props: {
  state: PreviewState;
  /** What is known of the selected page before its preview is there. */
  hit: SearchHit | undefined;
  pinned: boolean;
  open: boolean;
  /** The database whose row is shown; undefined where it is what is selected. */
  inside: string | undefined;
  place: string;
  actions: PaneActions;
  ref(pane: HTMLElement): void;
  /** Handed what goes to the next mark, or to the one before. */
  marks(step: (by: number) => void): void;
  /** Keys with the modifier mean here what they mean in the box. */
  onModKey(event: KeyboardEvent): void;
  onBack(): void;
  /** Shows a row of the database that is shown; none: the database again. */
  onRow(page: string | undefined): void;
}) {
  let text!: HTMLDivElement;
  const app = useApp();
  const now = createNow(60_000);
  const shown = () => props.state.shown();
  const preview = (): Preview | undefined => {
    const now = shown();
    return now !== undefined && "preview" in now ? now.preview : undefined;
  };
  const error = () => {
    const now = shown();
    return now !== undefined && "error" in now ? now.error : undefined;
  };
  const head = () => preview()?.hit ?? (shown() !== undefined ? props.hit : undefined);

  /** Goes round; says which one of how many. */
  const step = (by: number) => {
    const marks = [...text.querySelectorAll("mark")];
    if (marks.length === 0) return app.say(words.noMarks);
    const before = marks.findIndex((mark) => mark.dataset.current !== undefined);
    const at =
      before < 0 && by < 0 ? marks.length - 1 : (before + by + marks.length) % marks.length;
    for (const mark of marks) delete mark.dataset.current;
    const mark = marks[at];
    if (mark === undefined) return;
    mark.dataset.current = "";
    mark.scrollIntoView({ block: "center" });
    app.say(words.markOf(at + 1, marks.length));
  };
  onMount(() => props.marks(step));

  createEffect(
    on(shown, () => {
      const first = preview()?.first_match;
      text.scrollTop = 0;
      if (first === null || first === undefined || isTitleHit(preview()?.hit)) return;
      const block = text.querySelector(`[data-at="${first}"]`);
      const target = block?.querySelector("mark") ?? block;
      if (target === null || target === undefined) return;
      const frame = text.getBoundingClientRect();
      const box = target.getBoundingClientRect();
      // A third from the top: what leads to the match is above it. What fits stays unscrolled.
      if (box.bottom > frame.bottom - 24) text.scrollTop += box.top - frame.top - frame.height / 3;
    }),
  );

  const toRow = (page: string) => {
    props.onRow(page);
    text.focus();
  };
  const toDatabase = () => {
    props.onRow(undefined);
    text.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event) || event.defaultPrevented) return;
    const inText = event.target === text;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (hasMod(event)) props.onModKey(event);
    else if (event.key === "Escape" || (inText && plain && event.key === "ArrowLeft")) {
      event.preventDefault();
      if (props.inside === undefined) props.onBack();
      else toDatabase();
    } else if (inText && event.key === "Enter" && plain) {
      event.preventDefault();
      props.actions.open(false);
    } else if (inText && plain && event.key.length === 1 && event.key !== " ") {
      // A letter goes where letters go: the box has the focus when it arrives.
      props.onBack();
    }
  };

  return (
    <section
      id="preview"
      class={css.preview}
      data-open={props.open}
      aria-label={words.title}
      aria-busy={props.state.stale()}
      ref={(pane) => props.ref(pane)}
      onKeyDown={onKey}
    >
      <Show when={head()} fallback={<p class={css.previewNothing}>{words.nothing}</p>}>
        {(hit) => (
          <header class={css.previewHead}>
            <Show when={props.inside}>
              {(database) => (
                <button type="button" class={`link ${css.previewOut}`} onClick={toDatabase}>
                  <Glyph name="back" />
                  <span dir="auto">{words.backTo(database())}</span>
                </button>
              )}
            </Show>
            <div class={css.previewName}>
              <button
                type="button"
                class={`icon-button ${css.previewBack}`}
                aria-label={words.back}
                onClick={() => props.onBack()}
              >
                <Glyph name="back" />
              </button>
              <PageIcon icon={hit().icon} kind={hit().kind} />
              <h2 dir="auto">
                <Title segments={hit().title} />
              </h2>
            </div>
            <p class={css.previewPlace}>
              <Path path={hit().path} />
              <Badges workspaces={hit().workspaces} sample={hit().sample} />
              <Show when={hit().edited}>
                {(at) => <span title={moment(at())}>{words.edited(when(at(), now()))}</span>}
              </Show>
            </p>
            <div class="actions">
              <button type="button" class="button small" onClick={() => props.actions.open(false)}>
                <Glyph name="external" />
                {search.open(props.place)}
              </button>
              <button
                type="button"
                class="button small"
                title={hit().url}
                onClick={() => props.actions.copyLink()}
              >
                <Glyph name="connections" />
                {search.copyLink}
              </button>
              <button
                type="button"
                class="button small square"
                aria-label={search.copyMarkdown}
                title={`${search.copyMarkdown} (${keyName("Mod")} ${keyName("Shift")} C)`}
                onClick={() => props.actions.copyMarkdown()}
              >
                <Glyph name="copy" />
              </button>
              <button
                type="button"
                class="button small square"
                aria-label={search.pin}
                aria-pressed={props.pinned}
                title={`${props.pinned ? search.unpin : search.pin} (${keyName("Mod")} P)`}
                onClick={() => props.actions.pin()}
              >
                <Glyph name="pin" />
              </button>
            </div>
          </header>
        )}
      </Show>
      <div
        id="preview-text"
        class={css.previewText}
        ref={text}
        tabindex={head() === undefined ? undefined : 0}
        role="document"
        aria-label={words.title}
      >
        <Show when={error()}>
          {(reason) => (
            // What only Notion knows of has no preview, which is no mistake.
            <Show when={props.hit?.tier === "live"} fallback={<ErrorNote error={reason()} />}>
              <p class={css.previewState}>{words.live}</p>
            </Show>
          )}
        </Show>
        <Show when={preview()} keyed>
          {(page) => (
            <>
              <Properties properties={page.properties} />
              <Show when={page.hit.kind === "data_source"}>
                <Suspense>
                  <DatabaseRows source={page.hit.id} onShow={toRow} />
                </Suspense>
              </Show>
              <Body body={page.body} empty={page.blocks.length === 0} />
              <Show when={page.left_out_before > 0}>
                <p class={css.leftOut}>
                  {words.leftOutBefore(page.left_out_before)}{" "}
                  <button
                    type="button"
                    class="button small"
                    onClick={() => props.state.show(page.earlier)}
                  >
                    {words.showEarlier}
                  </button>
                </p>
              </Show>
              <PageBlocks page={page.hit.id} blocks={page.blocks} />
              <Show when={page.left_out_after > 0}>
                <p class={css.leftOut}>
                  {words.leftOutAfter(page.left_out_after)}{" "}
                  <button
                    type="button"
                    class="button small"
                    onClick={() => props.state.show(page.later)}
                  >
                    {words.showLater}
                  </button>
                </p>
              </Show>
            </>
          )}
        </Show>
      </div>
    </section>
  );
}

/** What was typed stands in its title: the page is read from its beginning. */
function isTitleHit(hit: SearchHit | undefined): boolean {
  return hit !== undefined && hit.in_title.length > 0 && hit.in_text.length === 0;
}

/** Why there is no text, or not all of it. */
function Body(props: { body: BodyState; empty: boolean }) {
  const failed = () => props.body.state === "failed" && readFailures[props.body.why];
  const gap = () => props.body.state === "read" && props.body.gap;
  return (
    <Switch>
      <Match when={props.body.state === "waiting" && props.empty}>
        <p class={css.previewState}>
          <span class="pulse" aria-hidden="true" />
          {words.waiting}
        </p>
      </Match>
      <Match when={failed()}>
        {(why) => <p class={`${css.previewState} warning`}>{words.failed(why())}</p>}
      </Match>
      <Match when={gap()}>{(gap) => <p class={css.previewState}>{gapWords(gap())}</p>}</Match>
      <Match when={props.body.state === "read" && props.empty}>
        <p class={css.previewState}>{words.empty}</p>
      </Match>
    </Switch>
  );
}
