import { expect, test } from "vitest";
import { ageOn, day, lasting, moment, tick, timeLeft } from "./clock";

const RECEIVED = "2026-11-16T13:52:00Z";
const DUE = "2026-11-24T04:59:59Z";
const before = (hours: number): number => Date.parse(DUE) - hours * 3_600_000;

test("time left is plain, then amber under a quarter of the clock or a day, then red under eight hours", () => {
  expect(timeLeft(RECEIVED, DUE, before(85))).toMatchObject({ text: "3 d 13 h", tone: "plain" });
  expect(timeLeft(RECEIVED, DUE, before(40)).tone).toBe("soon");
  expect(timeLeft("2026-11-23T04:59:59Z", DUE, before(23)).tone).toBe("soon");
  expect(timeLeft(RECEIVED, DUE, before(7.5))).toMatchObject({ text: "7 h 30 m", tone: "late" });
});

test("past due reads as hours over and leaves no bar", () => {
  expect(timeLeft(RECEIVED, DUE, before(-2.2))).toEqual({ text: "2 h over", tone: "late", share: 0 });
  expect(timeLeft(RECEIVED, DUE, before(-0.25)).text).toBe("15 m over");
});

test("the last hour counts seconds and ticks each second", () => {
  expect(timeLeft(RECEIVED, DUE, before(0.5)).text).toBe("30 m 00 s");
  expect(tick(DUE, before(0.5))).toBe(1000);
  expect(tick(DUE, before(5))).toBe(60_000);
});

test("times are written in the zone of the plan and dates in none", () => {
  expect(moment(DUE, "America/New_York", true)).toBe("Mon, Nov 23, 23:59");
  expect(day("1957-02-08")).toBe("Feb 8, 1957");
});

test("an age turns on the birthday", () => {
  expect(ageOn("1957-11-21", new Date(2026, 10, 20))).toBe(68);
  expect(ageOn("1957-11-21", new Date(2026, 10, 21))).toBe(69);
});

test("durations are short and carry their unit", () => {
  expect([412, 3900, 64_000].map(lasting)).toEqual(["412 ms", "3.9 s", "1 m 04 s"]);
});
