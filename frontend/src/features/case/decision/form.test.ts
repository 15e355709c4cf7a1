import { expect, test } from "vitest";
import type { Case, Review } from "../../../api/client";
import { begin, chosen, determination, faults, holdsText, informationRequest, type Form } from "./form";

const gap = (what: string, critical: boolean) => ({ what, request: `Send ${what}`, critical });
const review = (recommendation: string): Review => ({ review: 2, recommendation, documentation_gaps: [gap("log", false), gap("therapy record", true), gap("log", false)] }) as unknown as Review;
const found = { state: "ready", items: [{ sequence: 1, code: "27130", units: 4, description: "Hip replacement" }] } as unknown as Case;
const form = (draft: string, changes: Partial<Form> = {}): Form => ({ ...begin(found, review(draft)), ...changes });
const WHY = "The attached record shows what was missing.";

test("accepting a pend asks for what is critical, each thing once, and needs no reason", () => {
  const pend = form("pend_for_review");
  expect(faults(pend, review("pend_for_review"))).toEqual({});
  expect(informationRequest(pend, 2)).toEqual({ review: 2, requested_items: [{ what: "Send therapy record", why: "We need it for this rule: therapy record", critical: true }] });
  expect(pend.asks).toHaveLength(2);
});

test("a pend that asks for nothing is not ready to sign", () => {
  const none = form("pend_for_review", { asks: [] });
  expect(Object.keys(faults(none, review("pend_for_review")))).toEqual(["asks"]);
});

test("an override needs an outcome and twenty characters of reason", () => {
  const draft = review("pend_for_review");
  expect(faults(form("pend_for_review", { way: "override" }), draft)).toHaveProperty("outcome");
  expect(faults(form("pend_for_review", { way: "override", outcome: "approve", rationale: "   too short        " }), draft)).toHaveProperty("rationale");
  const ready = form("pend_for_review", { way: "override", outcome: "approve", rationale: ` ${WHY} ` });
  expect(faults(ready, draft)).toEqual({});
  expect(determination(ready, draft, "now")).toEqual({ review: 2, action: "approve", rationale: WHY });
});

test("a denial names criterion, source and credential", () => {
  const draft = review("pend_for_review");
  const deny = form("pend_for_review", { way: "override", outcome: "deny", rationale: WHY });
  expect(Object.keys(faults(deny, draft))).toEqual(["criterion", "credential"]);
  const ready = { ...deny, criterion: "C2", source: "L33456", credential: "cred-1" };
  expect(determination(ready, draft, "now")).toMatchObject({ action: "deny", criterion: { id: "C2", source: "L33456" }, credential_id: "cred-1", reason_key: "medical_necessity" });
});

test("a modification changes something, and with the requester's agreement is not adverse", () => {
  const draft = review("approve");
  const same = form("approve", { way: "override", outcome: "approve_modified", rationale: WHY, agreed: true, agreedBy: "Dr. Example" });
  expect(Object.keys(faults(same, draft))).toEqual(["lines"]);
  const fewer = { ...same, lines: same.lines.map((line) => ({ ...line, outcome: "approved_modified" as const, units: "2" })) };
  expect(faults(fewer, draft)).toEqual({});
  expect(determination(fewer, draft, "2026-11-21T10:00:00Z")).toMatchObject({ items: [{ sequence: 1, outcome: "approved_modified", units: 2 }], requester_agreed: { by: "Dr. Example", at: "2026-11-21T10:00:00Z" } });
  expect(Object.keys(faults({ ...fewer, agreed: false }, draft))).toEqual(["criterion", "credential"]);
});

test("nothing is chosen for a case that waits for information, and only own words count as text", () => {
  const waiting = begin({ ...found, state: "info_requested" }, review("pend_for_review"));
  expect(chosen(waiting, review("pend_for_review"))).toBeNull();
  expect(holdsText(waiting)).toBe(false);
  expect(holdsText({ ...waiting, rationale: WHY })).toBe(true);
});
