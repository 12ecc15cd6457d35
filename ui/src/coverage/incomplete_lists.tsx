//! Of one workspace: the pages that could not be read, those read in part, and what was not
//! understood. Each is a list that opens.
import { For, Show } from "solid-js";
import type { ConnectionCoverage } from "../core/bindings";
import { coverage as words } from "../words/coverage";
import { incomplete, leftOutWords, partlyReadCount, partlyReadWords } from "../words/incomplete";
import { readFailures } from "../words/preview";
import { search } from "../words/search";
import { Glyph } from "../parts/glyph";
import css from "./coverage.module.css";

export function IncompleteLists(props: {
  coverage: ConnectionCoverage;
  /** Pages that could not be read, of which the newest are listed. */
  failed: number;
}) {
  return (
    <>
      <List
        title={words.failures(Math.max(props.failed, props.coverage.failures.length))}
        items={props.coverage.failures.map(({ title, why }) => [titled(title), readFailures[why]])}
        hint={
          props.failed > props.coverage.failures.length
            ? words.failuresShown(props.coverage.failures.length)
            : ""
        }
      />
      <List
        title={partlyReadCount(props.coverage.partly_read.length)}
        items={props.coverage.partly_read.map((page) => [
          titled(page.title),
          partlyReadWords(page),
        ])}
        hint={incomplete.partlyReadNext}
      />
      <List
        title={incomplete.leftOut(props.coverage.left_out_count)}
        items={props.coverage.left_out.map((item) => {
          const { what, why } = leftOutWords(item);
          return [what, why];
        })}
        hint={
          props.coverage.left_out_count > props.coverage.left_out.length
            ? `${incomplete.shown(props.coverage.left_out.length)} ${incomplete.leftOutNext}`
            : incomplete.leftOutNext
        }
      />
    </>
  );
}

function List(props: { title: string; items: [what: string, why: string][]; hint: string }) {
  return (
    <Show when={props.items.length > 0}>
      <details>
        <summary>
          <Glyph name="chevron" />
          {props.title}
        </summary>
        {/* It scrolls, so the keys must reach it. */}
        <ul class={css.failures} tabindex="0">
          <For each={props.items}>
            {([what, why]) => (
              <li>
                <bdi>{what}</bdi>
                <small>{why}</small>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.hint}>
          <p class="hint">{props.hint}</p>
        </Show>
      </details>
    </Show>
  );
}

function titled(title: string): string {
  return title === "" ? search.untitled : title;
}
