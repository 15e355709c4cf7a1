import { expect, test } from "vitest";
import { bars, daysOf, directions, measured, minutes } from "./figures";

test("a period ends today and counts both its days", () => {
  expect(daysOf("30 days", "2026-11-21")).toEqual({ from: "2026-10-23", to: "2026-11-21" });
  expect(daysOf("This quarter", "2026-11-21").from).toBe("2026-10-01");
  expect(daysOf("This year", "2026-11-21").from).toBe("2026-01-01");
});

test("bars keep every case, and what lies over the limit is told apart", () => {
  const told = [0, 1, 4, 12, 24, 48, 72, 96, 120, 144, 168, 336].map((from, at) => ({ from_hours: from, to_hours: null, count: at + 1 }));
  const standard = bars(told, "standard");
  expect(standard.map((bar) => bar.label)).toEqual(["<1", "1–2", "2–3", "3–4", "4–5", "5–6", "6–7", ">7"]);
  expect(standard.reduce((sum, bar) => sum + bar.count, 0)).toBe(78);
  expect(standard.at(-1)).toEqual({ label: ">7", count: 23, over: true });
  const urgent = bars(told, "expedited");
  expect(urgent.reduce((sum, bar) => sum + bar.count, 0)).toBe(78);
  expect(urgent.at(-1)).toMatchObject({ label: ">72", over: true });
});

test("directions say what was drafted and what was signed", () => {
  expect(directions({ "approve to denied": 1, "pend_for_review to approved": 4 })).toEqual([
    { draft: "Pend", signed: "Approve", count: 4 },
    { draft: "Approve", signed: "Deny, by a director", count: 1 },
  ]);
});

test("a measure shows what it is a share of, and nothing where nothing was counted", () => {
  expect(measured({ number: 2, title: "", unit: "percent", numerator: 8677, denominator: 9032, percent: 96.07, count: null, average: null, median: null, link: null })).toEqual({ value: "96.07%", base: "8677 of 9032" });
  expect(measured({ number: 8, title: "", unit: "days", numerator: null, denominator: null, percent: null, count: 0, average: null, median: null, link: null })).toEqual({ value: "–", base: "0" });
  expect(minutes(7.67)).toBe("7 m 40 s");
});
