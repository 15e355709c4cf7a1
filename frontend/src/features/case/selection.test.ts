import { expect, test } from "vitest";
import { select, start } from "./selection";

const QUOTES = [[1], [1, 2], []];

test("opening a criterion goes to its first quote and the document it is in", () => {
  const second = select(start, { to: "criterion", number: 2 }, QUOTES);
  expect(second).toMatchObject({ criterion: 2, quote: 0, document: 1 });
  expect(select(second, { to: "quote", by: 1 }, QUOTES)).toMatchObject({ quote: 1, document: 2 });
});

test("quotes go round, criteria stop at the ends", () => {
  const second = select(start, { to: "criterion", number: 2 }, QUOTES);
  expect(select(second, { to: "quote", by: -1 }, QUOTES).quote).toBe(1);
  expect(select(start, { to: "neighbour", by: -1 }, QUOTES).criterion).toBe(1);
  expect(select({ ...start, criterion: 3 }, { to: "neighbour", by: 1 }, QUOTES).criterion).toBe(3);
});

test("a number no criterion has changes nothing, and a criterion without a quote leaves the document alone", () => {
  expect(select(start, { to: "criterion", number: 9 }, QUOTES)).toBe(start);
  expect(select({ ...start, document: 2 }, { to: "criterion", number: 3 }, QUOTES)).toMatchObject({ criterion: 3, document: 2 });
});
