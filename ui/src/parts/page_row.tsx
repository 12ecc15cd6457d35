//! One row of the list of pages. Its name is its title; the rest describes it.
import { For, Show } from "solid-js";
import type { PageRow } from "../bindings";
import { moment, when } from "../format";
import { pages as words } from "../words/pages";
import { PageIcon } from "./page_icon";

export function optionId(page: string): string {
  return `page-${page}`;
}

export function PageOption(props: {
  row: PageRow | undefined;
  index: number;
  total: number;
  top: number;
  selected: boolean;
  now: number;
  onPoint(): void;
  onOpen(event: MouseEvent): void;
}) {
  return (
    <div
      class="row"
      style={{ transform: `translateY(${props.top}px)` }}
      role="option"
      id={props.row && optionId(props.row.id)}
      aria-selected={props.selected}
      aria-setsize={props.total}
      aria-posinset={props.index + 1}
      aria-busy={props.row === undefined}
      aria-labelledby={props.row && `${optionId(props.row.id)}-title`}
      aria-describedby={props.row && `${optionId(props.row.id)}-rest`}
      onMouseMove={() => props.onPoint()}
      onClick={(event) => props.onOpen(event)}
    >
      <Show when={props.row} fallback={<span class="row-waiting" />}>
        {(row) => (
          <>
            <PageIcon icon={row().icon} kind={row().kind} />
            <span class="row-text">
              <bdi
                class="row-title"
                classList={{ untitled: row().title === "" }}
                id={`${optionId(row().id)}-title`}
              >
                {row().title === "" ? words.untitled : row().title}
              </bdi>
              <Show when={row().path.length > 0}>
                <span class="row-path">
                  <For each={shorten(row().path)}>
                    {(part, at) => (
                      <>
                        <Show when={at() > 0}>
                          <span class="slash">{words.pathSeparator}</span>
                        </Show>
                        <bdi>{part === "" ? words.untitled : part}</bdi>
                      </>
                    )}
                  </For>
                </span>
              </Show>
            </span>
            <span class="row-rest" id={`${optionId(row().id)}-rest`}>
              <span class="badges">
                <For each={row().workspaces}>
                  {(workspace) => (
                    <span class="badge" classList={{ sample: row().sample }}>
                      <bdi>{workspace}</bdi>
                      <Show when={row().sample}>
                        <span class="badge-mark">{words.sample}</span>
                      </Show>
                    </span>
                  )}
                </For>
              </span>
              <Show when={row().edited} fallback={<span class="row-edited" />}>
                {(edited) => (
                  <time
                    class="row-edited"
                    datetime={new Date(edited()).toISOString()}
                    title={moment(edited())}
                  >
                    {when(edited(), props.now)}
                  </time>
                )}
              </Show>
            </span>
          </>
        )}
      </Show>
    </div>
  );
}

/** A long path keeps its two ends, which say most. */
function shorten(path: string[]): string[] {
  if (path.length <= 4) return path;
  return [path[0] ?? "", "…", ...path.slice(-2)];
}
