//! The icon of a page or of a workspace. A remote image is never loaded: the kind's own
//! drawing, or the workspace's first letter, stands in.
import { Match, Show, Switch } from "solid-js";
import type { Icon, PageKind } from "../core/bindings";
import { oneKind } from "../words/search";
import { Glyph } from "./glyph";
import css from "./page_icon.module.css";

export function PageIcon(props: { icon: Icon | null; kind: PageKind }) {
  return (
    <span class={css.pageIcon} data-icon="" role="img" aria-label={oneKind[props.kind]}>
      <Switch fallback={<Glyph name={props.kind} />}>
        <Match when={props.icon?.type === "emoji" && props.icon.emoji}>
          {(emoji) => <span class={css.emoji}>{emoji()}</span>}
        </Match>
        <Match when={props.icon?.type === "named" && (props.icon.color ?? "default")}>
          {(color) => (
            <span class={css.tinted} data-color={color()}>
              <Glyph name={props.kind} />
            </span>
          )}
        </Match>
      </Switch>
    </span>
  );
}

export function WorkspaceIcon(props: { icon: string | null; name: string }) {
  return (
    <span class={css.workspaceIcon} aria-hidden="true">
      <Show when={isEmoji(props.icon)} fallback={firstLetter(props.name)}>
        {props.icon}
      </Show>
    </span>
  );
}

function isEmoji(icon: string | null): boolean {
  return (
    icon !== null &&
    icon.length <= 16 &&
    /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(icon)
  );
}

function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase();
}
