//! The line between list and preview: dragged, or moved by the arrows. Its place is a setting
//! of this computer.
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { createAction } from "../state/action";
import type { AppState } from "../state/app_state";
import { shell as words } from "../words/shell";
import css from "./pane_divider.module.css";

/** In per cent of both: what leaves room for either. The core holds the same bounds. */
const LEAST = 20;
const MOST = 80;
const STEP = 5;

export interface PaneWidths {
  /** The preview's part, in per cent. */
  preview: Accessor<number>;
  drag(percent: number): void;
  /** Keeps what was dragged to. */
  keep(): void;
  moveTo(percent: number): void;
}

export function createPaneWidths(app: AppState): PaneWidths {
  const [dragged, setDragged] = createSignal<number>();
  const bounded = (percent: number) => Math.round(Math.min(MOST, Math.max(LEAST, percent)));
  const save = createAction((preview_percent: number) =>
    app.setMachine((now) => ({ ...now, preview_percent })),
  );
  const keep = () => {
    const percent = dragged();
    // Shown until it is kept, so that nothing jumps back in between.
    if (percent !== undefined) void save.run(percent).then(() => setDragged(undefined));
  };
  return {
    preview: () => bounded(dragged() ?? app.machine().preview_percent),
    drag: (percent) => setDragged(bounded(percent)),
    keep,
    moveTo(percent) {
      setDragged(bounded(percent));
      keep();
    },
  };
}

export function PaneDivider(props: { widths: PaneWidths }) {
  let divider!: HTMLDivElement;
  /** Which way the preview lies: to the left where lines run from the right. */
  const onward = () => (getComputedStyle(divider).direction === "rtl" ? -1 : 1);
  const drag = (event: PointerEvent) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const panes = divider.parentElement?.getBoundingClientRect();
    if (panes === undefined || panes.width === 0) return;
    const fromRight = ((panes.right - event.clientX) / panes.width) * 100;
    props.widths.drag(onward() === 1 ? fromRight : 100 - fromRight);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = props.widths.preview();
    if (event.key === "ArrowLeft") props.widths.moveTo(now + STEP * onward());
    else if (event.key === "ArrowRight") props.widths.moveTo(now - STEP * onward());
    else if (event.key === "Home") props.widths.moveTo(MOST);
    else if (event.key === "End") props.widths.moveTo(LEAST);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={divider}
      class={css.divider}
      role="separator"
      tabindex="0"
      aria-label={words.previewWidth}
      aria-orientation="vertical"
      aria-controls="preview"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={props.widths.preview()}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        if (event.button === 0) divider.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onPointerUp={() => props.widths.keep()}
      onDblClick={() => props.widths.moveTo(45)}
    />
  );
}
