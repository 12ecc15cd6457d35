//! Which pages an empty box lists, and in which order.
import { For } from "solid-js";
import type { PageSort } from "../core/bindings";
import { useSession } from "../state/session_state";
import { kindNames, search as words, sortNames } from "../words/search";
import { Choice } from "../parts/choice";
import { Glyph } from "../parts/glyph";

const kinds = ["all", "page", "data_source"] as const;
const sorts = Object.keys(sortNames) as PageSort[];

export function ListChoices() {
  const session = useSession();
  return (
    <>
      <Choice
        label={words.kind}
        labelHidden
        options={kinds}
        name={(option) => kindNames[option]}
        value={session.question().kind ?? "all"}
        onChoose={(kind) =>
          session.ask({ ...session.question(), kind: kind === "all" ? null : kind })
        }
      />
      <label class="select-box">
        <span class="visually-hidden">{words.sort}</span>
        <select
          value={session.question().sort}
          onChange={(event) =>
            session.ask({ ...session.question(), sort: event.currentTarget.value as PageSort })
          }
        >
          <For each={sorts}>{(option) => <option value={option}>{sortNames[option]}</option>}</For>
        </select>
        <Glyph name="chevron" />
      </label>
    </>
  );
}
