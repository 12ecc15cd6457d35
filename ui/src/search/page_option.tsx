//! One row of the list of all pages. Its name is its title; the rest describes it.
import { Show } from "solid-js";
import type { PageRow } from "../core/bindings";
import { PageFace, restId, titleId } from "../parts/page_face";

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
  const title = (row: PageRow) => (row.title === "" ? [] : [{ text: row.title, marked: false }]);
  return (
    <div
      class="row entry"
      style={{ transform: `translateY(${props.top}px)` }}
      role="option"
      id={props.row && optionId(props.row.id)}
      aria-selected={props.selected}
      aria-setsize={props.total}
      aria-posinset={props.index + 1}
      aria-busy={props.row === undefined}
      aria-labelledby={props.row && titleId(optionId(props.row.id))}
      aria-describedby={props.row && restId(optionId(props.row.id))}
      onClick={(event) => props.onPick(event)}
      onDblClick={() => props.onOpen()}
    >
      <Show when={props.row} fallback={<span class="row-waiting" />}>
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
