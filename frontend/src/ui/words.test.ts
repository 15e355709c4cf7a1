import { expect, test } from "vitest";
import { reasonOf } from "./words";

const pend = {
  summary: "Proposed: pend for review. Decided at gate 3, necessity. 14 of 14 criteria MET. Confidence 0.88 (HIGH). To settle it: A note.",
  criteria_summary: "14 of 14 criteria MET",
  recommendation: "pend_for_review",
  documentation_gaps: [{ what: "Quality of the narrative", critical: true }, { what: "Plan type", critical: false }, { what: "Quality of the narrative", critical: true }],
};

test("a draft that pends though every criterion is met says what is open", () => {
  expect(reasonOf(pend)).toBe("Decided at gate 3, necessity. 14 of 14 criteria met. Still open: Quality of the narrative.");
});

test("a draft whose criteria tell why says no more than they do", () => {
  expect(reasonOf({ ...pend, criteria_summary: "13 of 14 criteria MET" })).not.toContain("Still open");
  expect(reasonOf({ ...pend, recommendation: "approve" })).not.toContain("Still open");
});
