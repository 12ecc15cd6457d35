//! How a page looks in a list: icon, title, where it is, workspace, date. Used by the hits and
//! by the list of all pages. Not the row around it, which has the role and the events.
import { For, Show } from "solid-js";
import type { Icon, PageKind, Segment } from "../core/bindings";
import { moment, when } from "../words/format";
import { search as words } from "../words/search";
import { Glyph } from "./glyph";
import { Marked } from "./marked";
import { PageIcon } from "./page_icon";

export interface Face {
  kind: PageKind;
  icon: Icon | null;
  title: readonly Segment[];
  path: readonly string[];
  workspaces: readonly string[];
  edited: number | null;
  sample: boolean;
}

export function PageFace(props: {
  face: Face;
  id: string;
  now: number;
  pinned?: boolean;
  live?: boolean;
}) {
  return (
    <>
      <PageIcon icon={props.face.icon} kind={props.face.kind} />
      <span class="entry-name">
        <bdi
          class="entry-title"
          classList={{ untitled: props.face.title.length === 0 }}
          id={titleId(props.id)}
        >
          <Title segments={props.face.title} />
        </bdi>
        <Show when={props.pinned}>
          <span class="entry-pin" role="img" aria-label={words.pinned} title={words.pinned}>
            <Glyph name="pin" />
          </span>
        </Show>
        <Path path={props.face.path} />
      </span>
      <span class="entry-rest" id={restId(props.id)}>
        <Show when={props.live}>
          <span class="badge live">{words.live}</span>
        </Show>
        <Badges workspaces={props.face.workspaces} sample={props.face.sample} />
        <Show when={props.face.edited} fallback={<span class="entry-edited" />}>
          {(edited) => (
            <time
              class="entry-edited"
              datetime={new Date(edited()).toISOString()}
              title={moment(edited())}
            >
              {when(edited(), props.now)}
            </time>
          )}
        </Show>
      </span>
    </>
  );
}

export function titleId(option: string): string {
  return `${option}-title`;
}

export function restId(option: string): string {
  return `${option}-rest`;
}

/** A title with its marks, or the word that stands in for none. */
export function Title(props: { segments: readonly Segment[] }) {
  return (
    <Show when={props.segments.length > 0} fallback={words.untitled}>
      <Marked segments={props.segments} />
    </Show>
  );
}

export function Path(props: { path: readonly string[] }) {
  return (
    <Show when={props.path.length > 0}>
      <span class="path">
        <For each={shorten(props.path)}>
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
  );
}

export function Badges(props: { workspaces: readonly string[]; sample: boolean }) {
  return (
    <span class="badges">
      <For each={props.workspaces}>
        {(workspace) => (
          <span class="badge" classList={{ sample: props.sample }}>
            <bdi>{workspace}</bdi>
            <Show when={props.sample}>
              <span class="badge-mark">{words.sample}</span>
            </Show>
          </span>
        )}
      </For>
    </span>
  );
}

/** A long path keeps its two ends, which say most. */
function shorten(path: readonly string[]): readonly string[] {
  if (path.length <= 4) return path;
  return [path[0] ?? "", "…", ...path.slice(-2)];
}
