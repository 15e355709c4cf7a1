import { expect, test } from "vitest";
import type { Row } from "../../api/worklist";
import { changes } from "./news";

const row = (case_id: string, state = "ready"): Row => ({
  case_id, case_number: case_id, member: "Synthetic Person", age: 70, items: [], recommendation: null, criteria_met: null, criteria_total: null,
  confidence: null, risk: null, risk_reasons: [], state, urgency: "standard", running_step: null, assigned_to: null, received_at: "2026-11-16T13:52:00Z", due_at: null, flags: [],
});

test("a list that is as it was has no changes", () => {
  expect(changes([row("a"), row("b")], [row("a"), row("b")], true)).toBe(0);
});

test("a changed, a new and a decided case each count once", () => {
  expect(changes([row("a"), row("b")], [row("a", "reviewing"), row("b")], true)).toBe(1);
  expect(changes([row("a")], [row("a"), row("b")], true)).toBe(1);
  expect(changes([row("a"), row("b")], [row("a")], true)).toBe(1);
});

test("a row that an arrival pushed onto the next page is not counted as gone", () => {
  expect(changes([row("a"), row("b")], [row("new"), row("a")], false)).toBe(1);
});
