//! How fast a connection asks Notion: three ready choices, or a number of one's own.
import { createEffect, createSignal, createUniqueId, on, Show, untrack } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCard, Pace } from "../core/bindings";
import { useSession } from "../state/session_state";
import { coverage as words } from "../words/coverage";
import { Choice } from "../parts/choice";
import { ErrorNote } from "../parts/error_note";
import css from "./coverage.module.css";

type Name = "auto" | "180" | "max" | "custom";

const order: Name[] = ["auto", "180", "max", "custom"];

const names: Record<Name, string> = {
  auto: words.paceAuto,
  "180": words.pace180,
  max: words.paceMax,
  custom: words.paceCustom,
};

/** Notion's own limit is near 180 a minute; more than this no plan allows. */
const MOST = 6000;

export function PaceChoice(props: { connection: ConnectionCard }) {
  const app = useApp();
  const session = useSession();
  const id = createUniqueId();
  const chosen = () => nameOf(props.connection.pace);
  const [name, setName] = createSignal<Name>(untrack(chosen));
  let box!: HTMLInputElement;
  createEffect(on(chosen, setName, { defer: true }));

  const set = createAction(async (pace: Pace) => {
    await app.host.call("set_pace", { connection: props.connection.id, pace });
    await session.readConnections();
  });
  const choose = (option: Name) => {
    setName(option);
    if (option === "auto") void set.run({ pace: "auto" });
    if (option === "max") void set.run({ pace: "max" });
    if (option === "180") void set.run({ pace: "per_minute", requests: 180 });
  };
  const requests = () =>
    props.connection.pace.pace === "per_minute" ? props.connection.pace.requests : 60;
  const hint = () =>
    name() === "auto"
      ? words.paceHints.auto
      : name() === "max"
        ? words.paceHints.max
        : words.paceHints.per_minute;

  return (
    <div class={css.pace}>
      <Choice
        label={words.pace}
        options={order}
        name={(option) => names[option]}
        value={name()}
        onChoose={choose}
      />
      <Show when={name() === "custom"}>
        <form
          class={css.paceNumber}
          onSubmit={(event) => {
            event.preventDefault();
            void set.run({ pace: "per_minute", requests: Number(box.value) });
          }}
        >
          <label for={id}>{words.paceNumber}</label>
          <input
            id={id}
            ref={box}
            class={css.amount}
            type="number"
            min={1}
            max={MOST}
            required
            value={requests()}
          />
          <button type="submit" class="button" aria-disabled={set.busy()}>
            {words.paceSet}
          </button>
        </form>
      </Show>
      <p class="hint">{hint()}</p>
      <Show when={set.error()}>{(error) => <ErrorNote error={error()} />}</Show>
    </div>
  );
}

function nameOf(pace: Pace): Name {
  if (pace.pace !== "per_minute") return pace.pace;
  return pace.requests === 180 ? "180" : "custom";
}
