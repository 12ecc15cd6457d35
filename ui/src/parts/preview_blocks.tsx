//! The blocks of a page, each kind with its element. Nothing remote is ever loaded; what can be
//! pressed opens a page that is known here. Not the pane around them: that is `preview_pane.tsx`.
import { For, Index, Match, Show, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { PreviewBlock, PreviewKind, PreviewMedia, PreviewRun } from "../bindings";
import { type Grouped, groupBlocks } from "../preview_groups";
import { mediaNames, preview as words } from "../words/preview";
import { Glyph, type GlyphName } from "./glyph";
import { PageIcon } from "./page_icon";
import { OpensPage, Runs } from "./preview_runs";

export function Blocks(props: { blocks: readonly PreviewBlock[]; top?: boolean }) {
  return <For each={groupBlocks(props.blocks)}>{(group) => <Group group={group} top={props.top ?? false} />}</For>;
}

function Group(props: { group: Grouped; top: boolean }) {
  // Where a block stands among the page's own, for scrolling to it.
  const at = (offset: number) => (props.top ? props.group.at + offset : undefined);
  return (
    <Show
      when={props.group.list}
      fallback={
        <For each={props.group.blocks}>{(block, n) => <Block block={block} at={at(n())} />}</For>
      }
    >
      {(list) => (
        <Dynamic component={list() === "ordered" ? "ol" : "ul"} class={`blocks-list ${list()}`}>
          <For each={props.group.blocks}>
            {(block, n) => (
              <li data-at={at(n())} value={block.kind.type === "numbered" ? block.kind.number : undefined}>
                <Show when={block.kind.type === "to_do" && block.kind}>
                  {(kind) => (
                    <span
                      class="tick"
                      role="img"
                      aria-label={kind().checked ? words.todoDone : words.todoOpen}
                      data-checked={kind().checked}
                    >
                      <Show when={kind().checked}>
                        <Glyph name="check" />
                      </Show>
                    </span>
                  )}
                </Show>
                <div class="item" classList={{ done: block.kind.type === "to_do" && block.kind.checked }}>
                  <p dir="auto">
                    <Runs runs={block.runs} />
                  </p>
                  <Blocks blocks={block.children} />
                </div>
              </li>
            )}
          </For>
        </Dynamic>
      )}
    </Show>
  );
}

function Block(props: { block: PreviewBlock; at: number | undefined }) {
  const as = <T extends PreviewKind["type"]>(type: T) =>
    props.block.kind.type === type && (props.block.kind as Extract<PreviewKind, { type: T }>);
  const runs = () => <Runs runs={props.block.runs} />;
  const children = () => (
    <Show when={props.block.children.length > 0}>
      <div class="nested">
        <Blocks blocks={props.block.children} />
      </div>
    </Show>
  );

  return (
    <div class="block" data-at={props.at} data-kind={props.block.kind.type}>
      <Switch
        fallback={
          <>
            <p dir="auto">{runs()}</p>
            {children()}
          </>
        }
      >
        <Match when={as("heading")}>
          {(kind) => (
            <>
              {/* The page's title is the second level of the window. */}
              <Dynamic
                component={`h${Math.min(6, Math.max(1, kind().level) + 2)}`}
                class="block-heading"
                data-level={kind().level}
                dir="auto"
              >
                {runs()}
              </Dynamic>
              {children()}
            </>
          )}
        </Match>
        <Match when={as("quote")}>
          <blockquote dir="auto">
            <p>{runs()}</p>
            <Blocks blocks={props.block.children} />
          </blockquote>
        </Match>
        <Match when={as("callout")}>
          {(kind) => (
            <div class="callout">
              <Show when={kind().icon} fallback={<Glyph name="info" />}>
                {(icon) => <PageIcon icon={icon()} kind="page" />}
              </Show>
              <div class="item">
                <p dir="auto">{runs()}</p>
                <Blocks blocks={props.block.children} />
              </div>
            </div>
          )}
        </Match>
        <Match when={as("toggle")}>
          <div class="toggle">
            <Glyph name="chevron" />
            <div class="item">
              <p dir="auto">{runs()}</p>
              <Blocks blocks={props.block.children} />
            </div>
          </div>
        </Match>
        <Match when={as("code")}>
          {(kind) => (
            <figure class="code-block">
              <Show when={kind().language}>{(name) => <small>{name()}</small>}</Show>
              <pre dir="ltr">
                <code>{runs()}</code>
              </pre>
              <Blocks blocks={props.block.children} />
            </figure>
          )}
        </Match>
        <Match when={as("equation")}>
          <p class="equation" role="math" aria-label={words.equation} dir="ltr">
            {runs()}
          </p>
        </Match>
        <Match when={as("table")}>
          {(kind) => (
            <Table rows={kind().rows} headerRow={kind().header_row} headerColumn={kind().header_column} />
          )}
        </Match>
        <Match when={as("columns")}>
          <div class="columns-block">
            <Blocks blocks={props.block.children} />
          </div>
        </Match>
        <Match when={as("column")}>
          <Blocks blocks={props.block.children} />
        </Match>
        <Match when={as("media")}>
          {(kind) => (
            <div class="stand-in">
              <Glyph name={mediaGlyphs[kind().media]} />
              <span dir="auto">
                <small>{mediaNames[kind().media]}</small> {runs()}
              </span>
            </div>
          )}
        </Match>
        <Match when={as("page")}>
          {(kind) => (
            <div class="stand-in">
              <Glyph name="page" />
              <Show when={kind().id} fallback={<span dir="auto">{runs()}</span>}>
                {(page) => (
                  <OpensPage page={page()} title={props.block.runs.map((run) => run.text).join("")}>
                    <span dir="auto">{runs()}</span>
                  </OpensPage>
                )}
              </Show>
            </div>
          )}
        </Match>
        <Match when={as("divider")}>
          <hr />
        </Match>
        <Match when={as("group")}>
          <div class="group-block">
            <Show when={props.block.runs.length > 0}>
              <p class="group-name" dir="auto">
                {runs()}
              </p>
            </Show>
            <Blocks blocks={props.block.children} />
          </div>
        </Match>
        <Match when={as("missing")}>
          <div class="stand-in">
            <Glyph name="info" />
            <small>{words.missing}</small>
          </div>
        </Match>
      </Switch>
    </div>
  );
}

const mediaGlyphs: Record<PreviewMedia, GlyphName> = {
  image: "media",
  file: "file",
  video: "play",
  audio: "sound",
  bookmark: "external",
};

function Table(props: { rows: readonly PreviewRun[][][]; headerRow: boolean; headerColumn: boolean }) {
  return (
    <div class="table-block" tabindex="-1">
      <table>
        <tbody>
          <Index each={props.rows}>
            {(row, y) => (
              <tr>
                <Index each={row()}>
                  {(cell, x) => (
                    <Dynamic
                      component={(props.headerRow && y === 0) || (props.headerColumn && x === 0) ? "th" : "td"}
                      dir="auto"
                    >
                      <Runs runs={cell()} />
                    </Dynamic>
                  )}
                </Index>
              </tr>
            )}
          </Index>
        </tbody>
      </table>
    </div>
  );
}
