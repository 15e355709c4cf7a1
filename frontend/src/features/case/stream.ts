/** The events of a case folded into what a screen shows of a run. Pure: an event twice is harmless. */

import type { CaseEvent } from "../../api/client";

export const STEPS = ["preflight", "compliance", "clinical", "coverage", "synthesis", "record"] as const;
export type StepName = (typeof STEPS)[number];

export interface Call {
  readonly sequence: number;
  readonly name: string;
  readonly subject: string;
  readonly outcome: string;
  readonly milliseconds: number;
}

export interface Lane {
  readonly state: "waiting" | "running" | "done";
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly attempt: number;
  readonly calls: readonly Call[];
}

export interface Run {
  readonly seen: number;
  readonly review: number;
  readonly startedAt: string | null;
  readonly lanes: Readonly<Record<StepName, Lane>>;
  readonly ended: "sealed" | "failed" | null;
}

const idle: Lane = { state: "waiting", startedAt: null, endedAt: null, attempt: 0, calls: [] };
export const noRun: Run = {
  seen: 0,
  review: 0,
  startedAt: null,
  lanes: { preflight: idle, compliance: idle, clinical: idle, coverage: idle, synthesis: idle, record: idle },
  ended: null,
};

const isStep = (step: string | null): step is StepName => STEPS.includes(step as StepName);
const words = (value: unknown): string => (typeof value === "string" ? value : "");

export function fold(run: Run, event: CaseEvent): Run {
  if (event.sequence <= run.seen) return run;
  const seen = { ...run, seen: event.sequence };
  switch (event.type) {
    case "review.started":
      return { ...noRun, seen: event.sequence, review: event.review ?? 0, startedAt: event.at };
    case "review.sealed":
      return { ...seen, ended: "sealed" };
    case "review.failed":
      return { ...seen, ended: "failed" };
    default:
      return isStep(event.step) ? { ...seen, lanes: { ...run.lanes, [event.step]: lane(run.lanes[event.step], event) } } : seen;
  }
}

function lane(before: Lane, event: CaseEvent): Lane {
  switch (event.type) {
    case "step.started":
      // A later attempt begins anew: what an abandoned one called is no part of it.
      return { ...idle, state: "running", startedAt: event.at, attempt: event.attempt ?? 1 };
    case "step.finished":
      return { ...before, state: "done", endedAt: event.at };
    case "tool.called":
      return { ...before, calls: [...before.calls, call(event)] };
    default:
      return before;
  }
}

const call = (event: CaseEvent): Call => ({
  sequence: event.sequence,
  name: `${words(event.data["server"])} ${words(event.data["tool"]).replaceAll("_", " ")}`,
  subject: words(event.data["subject"]),
  outcome: words(event.data["outcome"]),
  milliseconds: typeof event.data["duration_ms"] === "number" ? event.data["duration_ms"] : 0,
});

/** Wait 1, 2, 4 … 30 seconds, each with up to a quarter more by chance. */
export const patience = (failures: number, chance: number): number => Math.min(1000 * 2 ** failures, 30_000) * (1 + chance / 4);
