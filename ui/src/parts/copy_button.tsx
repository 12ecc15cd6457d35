//! A button that copies one text and says so.
import { useApp } from "../state/app_state";
import { copyText } from "../input/clipboard";
import { shell as words } from "../words/shell";
import { Glyph } from "./glyph";

export function CopyButton(props: {
  text: string;
  label: string;
  done: string;
  tip?: string;
  class?: string;
}) {
  const app = useApp();
  return (
    <button
      type="button"
      class={props.class ?? "button small"}
      title={props.tip}
      onClick={async () => app.say((await copyText(props.text)) ? props.done : words.notCopied)}
    >
      <Glyph name="copy" />
      {props.label}
    </button>
  );
}
