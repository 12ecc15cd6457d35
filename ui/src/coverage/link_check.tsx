//! A box for the link of a page somebody misses, and what became of that page.
import { createSignal, For, onMount, Show } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { LinkVerdict, SearchHit } from "../core/bindings";
import { useSession } from "../state/session_state";
import { coverage as words, shareSteps, verdictWords } from "../words/coverage";
import { describe } from "../words/errors";
import { ErrorNote, HelpLink } from "../parts/error_note";
import { TextField } from "../parts/field";
import { Glyph } from "../parts/glyph";
import { Badges, PageName } from "../parts/page_face";
import { PageIcon } from "../parts/page_icon";
import css from "./coverage.module.css";

export function LinkCheck() {
  const app = useApp();
  const [verdict, setVerdict] = createSignal<LinkVerdict>();
  let box!: HTMLInputElement;
  // Whoever comes here misses a page, and comes by key as often as not.
  onMount(() => box.focus({ preventScroll: true }));
  const check = createAction(async () => {
    setVerdict(undefined);
    setVerdict(await app.host.call("check_link", { text: box.value.trim() }));
  });

  return (
    <section class={`card ${css.linkCheck}`} aria-labelledby="link-check-title">
      <h2 id="link-check-title">{words.checkTitle}</h2>
      <p class="hint">{words.checkLead}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void check.run();
        }}
      >
        <div class="field-and-button">
          <TextField label={words.link} maxLength={2048} ref={(input) => (box = input)} />
          <button type="submit" class="button primary" aria-disabled={check.busy()}>
            {check.busy() ? words.checking : words.check}
          </button>
        </div>
      </form>
      <Show when={check.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <div role="status">
        <Show when={verdict()} keyed>
          {(found) => <Verdict verdict={found} />}
        </Show>
      </div>
    </section>
  );
}

function Verdict(props: { verdict: LinkVerdict }) {
  const told = () => verdictWords(props.verdict, Date.now());
  const failures = () => (props.verdict.verdict === "not_asked" ? props.verdict.failures : []);
  const hits = () => ("hit" in props.verdict ? [props.verdict.hit, ...props.verdict.others] : []);
  return (
    <div class={css.verdict} data-severity={told().severity} data-verdict={props.verdict.verdict}>
      <Glyph
        name={
          told().severity === "good" ? "check" : told().severity === "info" ? "info" : "warning"
        }
      />
      <div class={css.verdictText}>
        <p dir="auto">
          <strong>{told().text}</strong>
        </p>
        <For each={hits()}>{(page) => <Found hit={page} />}</For>
        <p dir="auto">{told().next}</p>
        <Show when={told().share}>
          <ol class="steps">
            <For each={shareSteps}>{(step) => <li>{step}</li>}</For>
          </ol>
          <HelpLink page="sharing" />
        </Show>
        <For each={failures()}>
          {(failure) => (
            <p dir="auto">
              <strong>
                <bdi>{failure.workspace}</bdi>:
              </strong>{" "}
              {describe(failure.error).text} {describe(failure.error).action}
            </p>
          )}
        </For>
      </div>
    </div>
  );
}

function Found(props: { hit: SearchHit }) {
  const app = useApp();
  const session = useSession();
  const open = createAction(() => app.host.call("open_page", { page: props.hit.id, other: false }));
  return (
    <div class={css.verdictPage}>
      <PageIcon icon={props.hit.icon} kind={props.hit.kind} />
      <PageName title={props.hit.title} path={props.hit.path} />
      <Badges workspaces={props.hit.workspaces} sample={props.hit.sample} />
      <div class="actions">
        <button type="button" class="button small" onClick={() => void open.run()}>
          {words.open}
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => {
            session.setTyped(props.hit.url);
            session.go("search");
          }}
        >
          {words.showInSearch}
        </button>
      </div>
      <Show when={open.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </div>
  );
}
