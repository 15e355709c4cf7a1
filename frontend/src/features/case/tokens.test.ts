import { expect, test } from "vitest";
import type { CaseEvent } from "../../api/client";
import { tokens, tokensOf } from "./tokens";

const called = (data: Record<string, unknown>, type = "tool.called"): CaseEvent => ({ sequence: 1, type, at: "2026-11-20T15:00:00Z", actor: "engine", review: 1, step: "coverage", attempt: 1, data }) as CaseEvent;

test("a call to a model costs what it was asked and what it answered", () => {
  expect(tokensOf(called({ prompt_tokens: 5000, completion_tokens: 652 }))).toBe(5652);
  expect(tokens(5652)).toBe("5,652 tokens");
});

test("a call to a source, an answer taken from the record and any other event cost nothing", () => {
  expect(tokensOf(called({ outcome: "ok" }))).toBe(0);
  expect(tokensOf(called({ prompt_tokens: 5000, completion_tokens: 652, recalled: true }))).toBe(0);
  expect(tokensOf(called({ prompt_tokens: 5 }, "step.finished"))).toBe(0);
});
