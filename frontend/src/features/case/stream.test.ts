import { expect, test } from "vitest";
import type { CaseEvent } from "../../api/client";
import { fold, noRun, patience } from "./stream";

const event = (sequence: number, type: string, step: string | null = null, data: CaseEvent["data"] = {}, attempt = 1): CaseEvent => ({
  sequence, type, at: `2026-11-20T10:31:${String(sequence).padStart(2, "0")}Z`, review: 1, step, attempt, actor: "engine", data,
});
const CALL = { server: "npi-registry", tool: "npi_lookup", subject: "1234567893", outcome: "ok", duration_ms: 12 };

test("a lane runs, shows each call as it ends, and is done", () => {
  const run = [event(1, "review.started"), event(2, "step.started", "coverage"), event(3, "tool.called", "coverage", CALL), event(4, "step.finished", "coverage")].reduce(fold, noRun);
  expect(run.lanes.coverage).toMatchObject({ state: "done", calls: [{ name: "npi-registry npi lookup", outcome: "ok" }] });
  expect(run.lanes.synthesis.state).toBe("waiting");
});

test("an event twice is harmless, as after a resumed stream", () => {
  const once = fold(noRun, event(3, "tool.called", "coverage", CALL));
  expect(fold(once, event(3, "tool.called", "coverage", CALL))).toBe(once);
});

test("a second attempt forgets the calls of the abandoned one, a second review all lanes", () => {
  const retried = [event(1, "step.started", "clinical"), event(2, "tool.called", "clinical", CALL), event(3, "step.started", "clinical", {}, 2)].reduce(fold, noRun);
  expect(retried.lanes.clinical).toMatchObject({ calls: [], attempt: 2, state: "running" });
  expect(fold(retried, { ...event(4, "review.started"), review: 2 })).toMatchObject({ review: 2, ended: null, lanes: { clinical: { state: "waiting" } } });
});

test("a run ends sealed or failed", () => {
  expect(fold(noRun, event(9, "review.sealed")).ended).toBe("sealed");
  expect(fold(noRun, event(9, "review.failed")).ended).toBe("failed");
});

test("waits double up to half a minute", () => {
  expect([0, 1, 2, 9].map((n) => patience(n, 0))).toEqual([1000, 2000, 4000, 30_000]);
  expect(patience(0, 1)).toBe(1250);
});
