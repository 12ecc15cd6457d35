//! An image of a page: its caption and a button, and once that was pressed the image. Nothing is
//! asked for before, and nothing of it outlives this element.
import { createSignal, Match, Show, Switch } from "solid-js";
import type { JSX } from "solid-js";
import type { PageImage } from "../core/bindings";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import { imageRefusals, images as words } from "../words/images";
import { ErrorNote } from "../parts/error_note";
import css from "./preview_blocks.module.css";

export function ImageBlock(props: {
  page: string;
  image: number;
  /** What is said of it, as text and as it is shown. */
  caption: string;
  children: JSX.Element;
}) {
  const app = useApp();
  const [answer, setAnswer] = createSignal<PageImage>();
  const load = createAction(async () => {
    const { page, image } = props;
    setAnswer(await app.host.call("image", { page, image }));
  });
  const as = <O extends PageImage["outcome"]>(outcome: O) => {
    const now = answer();
    return now?.outcome === outcome && (now as Extract<PageImage, { outcome: O }>);
  };
  return (
    <figure class={css.image}>
      <Switch
        fallback={
          <button
            type="button"
            class="button small"
            title={words.hint}
            aria-label={words.of(words.load, props.caption)}
            aria-disabled={load.busy()}
            onClick={() => void load.run()}
          >
            {load.busy() ? words.loading : words.load}
          </button>
        }
      >
        <Match when={as("shown")}>
          {(shown) => (
            <img
              src={shown().source}
              width={shown().width}
              height={shown().height}
              alt={props.caption}
              // Who pressed the button is where it was.
              tabindex="-1"
              ref={(image) => queueMicrotask(() => image.focus({ preventScroll: true }))}
            />
          )}
        </Match>
        <Match when={as("refused")}>
          {(refused) => (
            <>
              <p class="hint" role="status">
                {imageRefusals[refused().why]}
              </p>
              <button
                type="button"
                class="button small"
                aria-label={words.of(words.again, props.caption)}
                aria-disabled={load.busy()}
                ref={(again) => queueMicrotask(() => again.focus({ preventScroll: true }))}
                onClick={() => void load.run()}
              >
                {load.busy() ? words.loading : words.again}
              </button>
            </>
          )}
        </Match>
      </Switch>
      <Show when={load.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <figcaption dir="auto">{props.children}</figcaption>
    </figure>
  );
}
