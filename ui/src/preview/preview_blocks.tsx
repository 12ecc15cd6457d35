//! The blocks of a page, each kind with its element. Nothing remote is loaded but an image
//! that is asked for; what else can be pressed opens a page that is known here. Not the pane around them: that is `preview_pane.tsx`.
import { createContext, For, Index, Match, Show, Switch, untrack, useContext } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { PreviewBlock, PreviewKind, PreviewMedia, PreviewRun } from "../core/bindings";
import { headingLevels } from "./heading_levels";
import { type Grouped, groupBlocks } from "./preview_groups";
import { mediaNames, preview as words } from "../words/preview";
import { Glyph, type GlyphName } from "../parts/glyph";
import { PageIcon } from "../parts/page_icon";
import { CodeText } from "./code_text";
import { Equation } from "./equation";
import { ImageBlock } from "./image_block";
import { OpensPage, Runs } from "./preview_runs";
import css from "./preview_blocks.module.css";

const Levels = createContext<ReadonlyMap<PreviewBlock, number>>(new Map());

/** The page that the blocks are of. */
const OfPage = createContext("");

/** All blocks of a page; another page has its own. */
export function PageBlocks(props: { page: string; blocks: readonly PreviewBlock[] }) {
  return (
    <OfPage.Provider value={untrack(() => props.page)}>
      <Levels.Provider value={untrack(() => headingLevels(props.blocks))}>
        <div class={css.blocks}>
          <Blocks blocks={props.blocks} top />
        </div>
      </Levels.Provider>
    </OfPage.Provider>
  );
}

function Blocks(props: { blocks: readonly PreviewBlock[]; top?: boolean }) {
  return (
    <For each={groupBlocks(props.blocks)}>
      {(group) => <Group group={group} top={props.top ?? false} />}
    </For>
  );
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
        <Dynamic component={list() === "ordered" ? "ol" : "ul"} class={css.list} data-list={list()}>
          <For each={props.group.blocks}>
            {(block, n) => (
              <li
                data-at={at(n())}
                value={block.kind.type === "numbered" ? block.kind.number : undefined}
              >
                <Show when={block.kind.type === "to_do" && block.kind}>
                  {(kind) => (
                    <span
                      class={css.tick}
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
                <div class={css.item} data-done={block.kind.type === "to_do" && block.kind.checked}>
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
  const levels = useContext(Levels);
  const as = <T extends PreviewKind["type"]>(type: T) =>
    props.block.kind.type === type && (props.block.kind as Extract<PreviewKind, { type: T }>);
  const page = useContext(OfPage);
  const runs = () => <Runs runs={props.block.runs} />;
  const plain = () => props.block.runs.map((run) => run.text).join("");
  const captioned = (media: PreviewMedia) => (
    <>
      <small>{mediaNames[media]}</small> {runs()}
    </>
  );
  const children = () => (
    <Show when={props.block.children.length > 0}>
      <div class={css.nested}>
        <Blocks blocks={props.block.children} />
      </div>
    </Show>
  );

  return (
    <div class={css.block} data-at={props.at} data-kind={props.block.kind.type}>
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
              <Dynamic
                component={`h${levels.get(props.block) ?? 3}`}
                class={css.blockHeading}
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
            <div class={css.callout}>
              <Show when={kind().icon} fallback={<Glyph name="info" />}>
                {(icon) => <PageIcon icon={icon()} kind="page" />}
              </Show>
              <div class={css.item}>
                <p dir="auto">{runs()}</p>
                <Blocks blocks={props.block.children} />
              </div>
            </div>
          )}
        </Match>
        <Match when={as("toggle")}>
          <div class={css.toggle}>
            <Glyph name="chevron" />
            <div class={css.item}>
              <p dir="auto">{runs()}</p>
              <Blocks blocks={props.block.children} />
            </div>
          </div>
        </Match>
        <Match when={as("code")}>
          {(kind) => (
            <figure class={css.codeBlock}>
              <Show when={kind().language}>{(name) => <small>{name()}</small>}</Show>
              {/* It scrolls, so the keys must reach it. */}
              <pre dir="ltr" tabindex="0">
                <code>
                  <CodeText runs={props.block.runs} language={kind().language} />
                </code>
              </pre>
              <Blocks blocks={props.block.children} />
            </figure>
          )}
        </Match>
        <Match when={as("equation")}>
          <Equation runs={props.block.runs} />
        </Match>
        <Match when={as("table")}>
          {(kind) => (
            <Table
              rows={kind().rows}
              headerRow={kind().header_row}
              headerColumn={kind().header_column}
            />
          )}
        </Match>
        <Match when={as("columns")}>
          <div class={css.columnsBlock}>
            <Blocks blocks={props.block.children} />
          </div>
        </Match>
        <Match when={as("column")}>
          <Blocks blocks={props.block.children} />
        </Match>
        <Match when={as("media")}>
          {(kind) => (
            <div class={css.standIn}>
              <Glyph name={mediaGlyphs[kind().media]} />
              <Show
                when={kind().image !== null}
                fallback={<span dir="auto">{captioned(kind().media)}</span>}
              >
                <ImageBlock page={page} image={kind().image ?? 0} caption={plain()}>
                  {captioned(kind().media)}
                </ImageBlock>
              </Show>
            </div>
          )}
        </Match>
        <Match when={as("page")}>
          {(kind) => (
            <div class={css.standIn}>
              <Glyph name="page" />
              <Show when={kind().id} fallback={<span dir="auto">{runs()}</span>}>
                {(page) => (
                  <OpensPage page={page()} title={plain()}>
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
          <div class={css.groupBlock}>
            <Show when={props.block.runs.length > 0}>
              <p class={css.groupName} dir="auto">
                {runs()}
              </p>
            </Show>
            <Blocks blocks={props.block.children} />
          </div>
        </Match>
        <Match when={as("missing")}>
          <div class={css.standIn}>
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

function Table(props: {
  rows: readonly PreviewRun[][][];
  headerRow: boolean;
  headerColumn: boolean;
}) {
  return (
    <div class={css.tableBlock} tabindex="0" role="region" aria-label={words.table}>
      <table>
        <tbody>
          <Index each={props.rows}>
            {(row, y) => (
              <tr>
                <Index each={row()}>
                  {(cell, x) => (
                    <Dynamic
                      component={
                        (props.headerRow && y === 0) || (props.headerColumn && x === 0)
                          ? "th"
                          : "td"
                      }
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
