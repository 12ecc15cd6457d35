//! One workspace in numbers: what is known, read, waiting and not readable, how fast and how fresh.
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { ConnectionCard, ConnectionCoverage } from "../core/bindings";
import { moment, number, when } from "../words/format";
import { statusWords } from "../words/connections";
import { coverage as words } from "../words/coverage";
import { duration, lastChecked } from "../words/progress";
import { ErrorNote } from "../parts/error_note";
import { Glyph } from "../parts/glyph";
import { IncompleteLists } from "./incomplete_lists";
import { IncompleteNotes } from "../parts/incomplete_notes";
import { LimitsChoice } from "./limits_choice";
import { PaceChoice } from "./pace_choice";
import { WorkspaceIcon } from "../parts/page_icon";
import { PauseButton } from "../parts/pause_button";
import { ReadingBar } from "../parts/reading_bar";
import css from "../parts/connection_card.module.css";

export function CoverageCard(props: {
  coverage: ConnectionCoverage;
  /** The newest card: it is told more often than the rest is asked for. */
  connection: ConnectionCard;
  now: number;
}) {
  const app = useApp();
  const check = createAction(() => app.host.call("refresh", { connection: props.connection.id }));
  const reading = () => props.connection.reading;
  const running = () => props.connection.listing.state === "running";
  const failed = () =>
    props.connection.listing.state === "failed" ? props.connection.listing.error : undefined;
  const cannotCheck = () => check.busy() || running() || props.connection.status !== "active";
  const left = () => {
    if (reading().waiting === 0) return words.done;
    if (props.connection.status !== "active") return words.paused;
    const seconds = reading().seconds_left;
    return seconds === null ? words.unknown : duration(seconds);
  };

  return (
    <li class={`card ${css.connection}`} aria-label={props.connection.workspace}>
      <header>
        <WorkspaceIcon icon={props.connection.workspace_icon} name={props.connection.workspace} />
        <h3>
          <bdi>{props.connection.workspace}</bdi>
        </h3>
        <span class="status" data-status={props.connection.status}>
          {statusWords[props.connection.status]}
        </span>
      </header>
      <ReadingBar connection={props.connection} />
      <dl class={`facts ${css.numbers}`}>
        <Fact name={words.pages}>{number(props.coverage.pages)}</Fact>
        <Fact name={words.dataSources}>{number(props.coverage.data_sources)}</Fact>
        <Fact name={words.read}>{number(reading().read)}</Fact>
        <Fact name={words.waiting}>{number(reading().waiting)}</Fact>
        <Fact name={words.failed}>{number(reading().failed)}</Fact>
        <Fact name={words.lastListed}>
          <When at={props.connection.last_listed} now={props.now} />
        </Fact>
        <Fact name={words.lastChecked}>
          <When at={lastChecked(props.connection)} now={props.now} />
        </Fact>
        <Fact name={words.rate}>{number(reading().per_minute)}</Fact>
        <Fact name={words.timeLeft}>{left()}</Fact>
      </dl>
      <Show when={props.coverage.capped}>
        <p class="hint">{words.capped}</p>
      </Show>
      <Show when={props.coverage.page_limit}>
        {(limit) => <p class="hint">{words.pageLimit(limit())}</p>}
      </Show>
      <Show when={props.coverage.text_limit_megabytes}>
        {(limit) => <p class="hint">{words.textLimit(limit())}</p>}
      </Show>
      <IncompleteNotes connection={props.connection} now={props.now} />
      <Show when={failed()}>{(error) => <ErrorNote error={error()} />}</Show>
      <Show when={check.error()}>{(error) => <ErrorNote error={error()} />}</Show>
      <IncompleteLists coverage={props.coverage} failed={reading().failed} />
      <LimitsChoice coverage={props.coverage} connection={props.connection} />
      <PaceChoice connection={props.connection} />
      <div class="actions">
        <button
          type="button"
          class="button"
          aria-label={words.of(words.checkNow, props.connection.workspace)}
          aria-disabled={cannotCheck()}
          onClick={() => cannotCheck() || void check.run()}
        >
          <Glyph name="refresh" />
          {words.checkNow}
        </button>
        <PauseButton connection={props.connection} />
      </div>
    </li>
  );
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function When(props: { at: number | null; now: number }) {
  return (
    <Show when={props.at} fallback={words.never}>
      {(at) => <span title={moment(at())}>{when(at(), props.now)}</span>}
    </Show>
  );
}
