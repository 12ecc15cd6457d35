//! How far a connection's texts are read: a bar and its sentence, while some are missing.
import { Show } from "solid-js";
import type { ConnectionCard } from "../core/bindings";
import { coverage as words } from "../words/coverage";
import { readingWords } from "../words/progress";
import css from "./reading_bar.module.css";

export function ReadingBar(props: { connection: ConnectionCard }) {
  const reading = () => props.connection.reading;
  const of = () => reading().read + reading().waiting + reading().failed;
  return (
    <Show when={reading().waiting > 0}>
      <div class={css.reading}>
        <progress max={of()} value={reading().read} aria-label={words.progress} />
        <p>{readingWords([props.connection])}</p>
      </div>
    </Show>
  );
}
