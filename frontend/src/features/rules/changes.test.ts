import { expect, test } from "vitest";
import { faultsOf, joined, kindOf, type Change } from "./changes";

const answer = { recommendation: "approve", decision_gate: "approved", confidence: 0.9 } as const;
const change = (direction: Change["direction"], unsafe: boolean): Change => ({ case: "26-00001", before: answer, after: answer, direction, unsafe, why: [] });

test("unsafe changes stand apart from those a person or label wants", () => {
  expect(kindOf(change("towards_approval", true))).toBe("unsafe");
  expect(kindOf(change("towards_approval", false))).toBe("wanted");
  expect(kindOf(change("away_from_approval", false))).toBe("away");
  expect(kindOf(change("same_recommendation", false))).toBe("same");
});

test("stretches add up and the last one says where to go on", () => {
  const first = joined(null, { rules_before: "a", rules_after: "b", cases: 2, changes: [change("away_from_approval", false)], next: "26-00001" });
  const both = joined(first, { rules_before: "a", rules_after: "b", cases: 1, changes: [], next: null });
  expect([both.cases, both.changes.length, both.next]).toEqual([3, 1, null]);
});

test("a fault is named by its line, or by the file and line it does not go together with", () => {
  const refused = { faults: [{ loc: ["text", 41], msg: "no such measure" }, { loc: ["rules", "policies/x.md", 3], msg: "the id is used twice" }, { loc: ["cases"], msg: "none are held here" }] };
  expect(faultsOf(refused)).toEqual([
    { line: 41, text: "no such measure" },
    { line: null, text: "policies/x.md, line 3: the id is used twice" },
    { line: null, text: "none are held here" },
  ]);
});
