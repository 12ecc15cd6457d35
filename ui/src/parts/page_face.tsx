//! How a page looks in a list: icon, title, where it is, workspace, date. Used by the hits and
//! by the list of all pages. Not the row around it, which has the role and the events.
import { For, Show } from "solid-js";
import type { Icon, PageKind, Segment } from "../core/bindings";
import { moment, when } from "../words/format";
import { search as words } from "../words/search";
import { Glyph } from "./glyph";
import { Marked } from "./marked";
import { PageIcon } from "./page_icon";
import { useSession } from "../state/session_state";
import css from "./page_face.module.css";

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
  /** Its workspaces are told beside it. */
  placeless?: boolean;
  /** Who edited it last, where that is worth a mention. */
  by?: string | null;
}) {
  return (
    <>
      <PageIcon icon={props.face.icon} kind={props.face.kind} />
      <PageName
        title={props.face.title}
        path={props.face.path}
        pathId={pathId(props.id)}
        pinned={props.pinned ?? false}
      />
      <span class={css.entryRest} id={restId(props.id)}>
        <Show when={props.live}>
          <span class={`badge ${css.live}`}>{words.live}</span>
        </Show>
        <Show when={props.by}>
          {(name) => (
            <bdi class={css.entryBy} title={name()}>
              {name()}
            </bdi>
          )}
        </Show>
        <Show when={!props.placeless}>
          <Badges brief workspaces={props.face.workspaces} sample={props.face.sample} />
        </Show>
        <Show when={props.face.edited} fallback={<span class={css.entryEdited} />}>
          {(edited) => (
            <time
              class={css.entryEdited}
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

/** A page's title and where it is, on one line. */
export function PageName(props: {
  title: readonly Segment[];
  path: readonly string[];
  pathId?: string;
  pinned?: boolean;
}) {
  return (
    <span class={css.entryName} data-name="">
      <bdi
        class={css.entryTitle}
        data-part="title"
        data-untitled={props.title.length === 0 ? "" : undefined}
      >
        <Title segments={props.title} />
      </bdi>
      <Show when={props.pinned}>
        <span class={css.entryPin} role="img" aria-label={words.pinned} title={words.pinned}>
          <Glyph name="pin" />
        </span>
      </Show>
      <Path path={props.path} id={props.pathId} />
    </span>
  );
}

/** What an option is called. Said outright: what is scrolled away has no text to be named by. */
export function plainTitle(title: readonly Segment[]): string {
  return title.length === 0 ? words.untitled : title.map(({ text }) => text).join("");
}

/** What describes an option besides its name: where the page is, then the rest of its row. */
export function describedBy(option: string): string {
  return `${pathId(option)} ${restId(option)}`;
}

function pathId(option: string): string {
  return `${option}-path`;
}

function restId(option: string): string {
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

export function Path(props: { path: readonly string[]; id?: string | undefined }) {
  return (
    <Show when={props.path.length > 0}>
      <span class={css.path} id={props.id} data-path="">
        <For each={shorten(props.path)}>
          {(part, at) => (
            <>
              <Show when={at() > 0}>
                <span class={css.slash}>{words.pathSeparator}</span>
              </Show>
              <bdi>{part === "" ? words.untitled : part}</bdi>
            </>
          )}
        </For>
      </span>
    </Show>
  );
}

/** The workspaces that show a page. Where there is little room the first stands for all. */
export function Badges(props: { workspaces: readonly string[]; sample: boolean; brief?: boolean }) {
  const session = useSession();
  const shown = () => (props.brief ? props.workspaces.slice(0, 1) : props.workspaces);
  const more = () => props.workspaces.length - shown().length;
  return (
    <span class={css.badges} title={more() > 0 ? props.workspaces.join("\n") : undefined}>
      <For each={shown()}>
        {(workspace) => (
          <span
            class={`${props.sample ? "badge sample" : "badge"} ${css.workspace}`}
            data-hue={session.hueOf(workspace)}
            title={props.brief ? workspace : undefined}
          >
            <bdi>{workspace}</bdi>
            <Show when={props.sample}>
              <span class={css.badgeMark}>{words.sample}</span>
            </Show>
          </span>
        )}
      </For>
      <Show when={more() > 0}>
        <span class="badge">
          <span aria-hidden="true">+{more()}</span>
          <span class="visually-hidden">{props.workspaces.slice(1).join(", ")}</span>
        </span>
      </Show>
    </span>
  );
}

/** A long path keeps its two ends, which say most. */
function shorten(path: readonly string[]): readonly string[] {
  if (path.length <= 4) return path;
  return [path[0] ?? "", "…", ...path.slice(-2)];
}
