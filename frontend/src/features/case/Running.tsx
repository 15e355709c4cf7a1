/** A review at work: five steps, four lanes, each call as it ends, failures as visible as the rest. */

import { useEffect, useRef, type ReactElement } from "react";
import type { Case } from "../../api/client";
import { announce } from "../../ui/announce";
import { clockTime, lasting } from "../../ui/clock";
import { Icon, type IconName } from "../../ui/Icon";
import { parts } from "../../ui/parts";
import { counted, stepWord } from "../../ui/words";
import styles from "./Running.module.css";
import { type Call, type Lane, type Run, type StepName } from "./stream";
import { useRun, type Line } from "./useRun";

const STAGES: readonly { readonly label: string; readonly steps: readonly StepName[] }[] = [
  { label: "Check request", steps: ["preflight"] },
  { label: "Compliance + clinical", steps: ["compliance", "clinical"] },
  { label: "Coverage", steps: ["coverage"] },
  { label: "Synthesis", steps: ["synthesis"] },
  { label: "Record", steps: ["record"] },
];
const LANES: readonly StepName[] = ["compliance", "clinical", "coverage", "synthesis"];
const WAITS: Partial<Record<StepName, string>> = { coverage: "Waits for compliance and clinical", synthesis: "Waits for coverage" };

export function Running({ found, ended }: { found: Case; ended: () => void }): ReactElement {
  const { run, line, lastNews } = useRun(found.case_id, true, ended);
  const zone = found.clock.time_zone;
  useStepAnnouncements(run);
  return (
    <>
      <div className={styles.head}>
        <h2>Review {found.latest_review?.review ?? 1}</h2>
        {run.startedAt && <span>started {clockTime(run.startedAt, zone)}</span>}
        <LineTag line={line} at={clockTime(lastNews, zone)} />
      </div>
      <div className={styles.body}>
        <ol className={styles.stages}>
          {STAGES.map((stage) => <li key={stage.label} data-state={together(stage.steps.map((step) => run.lanes[step]))}>{stage.label}<span className="hidden">: {together(stage.steps.map((step) => run.lanes[step]))}</span></li>)}
        </ol>
        <ol className={styles.lanes}>{LANES.map((step) => <LaneRow key={step} step={step} lane={run.lanes[step]} />)}</ol>
      </div>
    </>
  );
}

const together = (lanes: readonly Lane[]): Lane["state"] =>
  lanes.every((lane) => lane.state === "done") ? "done" : lanes.some((lane) => lane.state !== "waiting") ? "running" : "waiting";

function LineTag({ line, at }: { line: Line; at: string }): ReactElement {
  const words = { live: "Live", reconnecting: `Reconnecting, last news ${at}`, polling: `No live progress, asking every 10 s, last news ${at}` }[line];
  return <span className={styles.line} data-line={line}>{words}</span>;
}

const MARK: Record<Lane["state"], IconName> = { waiting: "waiting", running: "running", done: "met" };

function LaneRow({ step, lane }: { step: StepName; lane: Lane }): ReactElement {
  const took = lane.startedAt && lane.endedAt ? lasting(Date.parse(lane.endedAt) - Date.parse(lane.startedAt)) : "";
  const doing = lane.state === "waiting" ? (WAITS[step] ?? "Waiting") : lane.state === "running" ? "Reading" : lane.calls.length > 0 ? `${counted(lane.calls.length, "call")} recorded` : "Done";
  return (
    <li className={styles.lane} data-state={lane.state}>
      <Icon name={MARK[lane.state]} className={lane.state === "running" ? parts.spin : undefined} />
      <div>
        <p><strong>{stepWord(step)}</strong>{lane.attempt > 1 && ` attempt ${lane.attempt}`}</p>
        <p className={styles.doing}>{doing}</p>
        <ul>{lane.calls.map((call) => <CallLine key={call.sequence} call={call} />)}</ul>
      </div>
      <span className={styles.took}>{took || (lane.state === "waiting" ? "Waiting" : "Running")}</span>
    </li>
  );
}

function CallLine({ call }: { call: Call }): ReactElement {
  const fine = call.outcome === "ok";
  return <li data-fine={fine}><Icon name={fine ? "tick" : "warn"} size={14} />{call.name} {call.subject} <span>{call.outcome.replaceAll("_", " ")}, {lasting(call.milliseconds)}</span></li>;
}

function useStepAnnouncements(run: Run): void {
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const step of LANES) {
      const key = `${run.review} ${step} ${run.lanes[step].state}`;
      if (run.lanes[step].state === "waiting" || told.current.has(key)) continue;
      told.current.add(key);
      announce(`${stepWord(step)} ${run.lanes[step].state === "done" ? "finished" : "started"}`);
    }
  }, [run]);
}
