//! One row of the list of all pages. Its name is its title; the rest describes it.
import { Show } from "solid-js";
import type { PageRow } from "../core/bindings";
import { describedBy, PageFace, plainTitle } from "../parts/page_face";
import { inRem } from "./virtual_list";
import css from "./page_list.module.css";
import faceCss from "../parts/page_face.module.css";

export function optionId(page: string): string {
  return `page-${page}`;
}

export function PageOption(props: {
  row: PageRow | undefined;
  index: number;
  total: number;
  top: number;
  selected: boolean;
  pinned: boolean;
  now: number;
  onPick(event: MouseEvent): void;
  onOpen(): void;
}) {
  // A row that is not read yet has no attributes rather than attributes that say "false".
  const id = () => (props.row === undefined ? undefined : optionId(props.row.id));
  const name = () => (props.row === undefined ? undefined : plainTitle(title(props.row)));
  const title = (row: PageRow) => (row.title === "" ? [] : [{ text: row.title, marked: false }]);
  return (
    <div
      class={`${css.row} ${faceCss.entry}`}
      style={{ transform: `translateY(${inRem(props.top)})` }}
      role="option"
      id={id()}
      aria-selected={props.selected}
      aria-setsize={props.total}
      aria-posinset={props.index + 1}
      aria-busy={props.row === undefined}
      aria-label={name()}
      aria-describedby={id() === undefined ? undefined : describedBy(id() ?? "")}
      onClick={(event) => props.onPick(event)}
      onDblClick={() => props.onOpen()}
    >
      <Show when={props.row} fallback={<span class={css.rowWaiting} />}>
        {(row) => (
          <PageFace
            face={{ ...row(), title: title(row()) }}
            id={optionId(row().id)}
            now={props.now}
            pinned={props.pinned}
          />
        )}
      </Show>
    </div>
  );
}
