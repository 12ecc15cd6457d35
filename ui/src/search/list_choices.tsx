//! Beside the box: which pages the list of all has and in which order; how hits stand, and whether
//! their search is kept.
import { For } from "solid-js";
import type { PageSort, SearchSort } from "../core/bindings";
import { keyName } from "../input/shortcuts";
import { useSession } from "../state/session_state";
import { home } from "../words/home";
import { hitSortNames, kindNames, search as words, sortNames } from "../words/search";
import { Choice } from "../parts/choice";
import { Glyph } from "../parts/glyph";
import css from "./search.module.css";

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

const hitSorts: readonly SearchSort[] = ["relevance", "edited"];

export function HitChoices(props: { saved: boolean; onSave(): void }) {
  const session = useSession();
  const save = () => (props.saved ? home.unsave : home.save);
  return (
    <>
      <Choice
        label={words.sort}
        labelHidden
        options={hitSorts}
        name={(option) => hitSortNames[option]}
        value={session.hitSort()}
        onChoose={(sort) => session.sortHits(sort)}
      />
      <button
        type="button"
        class={`button square ${css.save}`}
        aria-label={home.save}
        aria-pressed={props.saved}
        title={`${save()} (${keyName("Mod")} S)`}
        onClick={() => props.onSave()}
      >
        <Glyph name="sample" />
      </button>
    </>
  );
}
