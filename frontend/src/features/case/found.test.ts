import { expect, test } from "vitest";
import { matches } from "./found";

test("words are found in any case and across a broken line", () => {
  expect(matches("Twelve weeks of physical\ntherapy. Physical therapy again.", "physical  therapy")).toEqual([{ start: 16, end: 32 }, { start: 34, end: 50 }]);
});

test("what means something in a pattern is found as it is written, and nothing is found for nothing", () => {
  expect(matches("BMI 34.1 (kg/m2)", "34.1 (kg/m2)")).toEqual([{ start: 4, end: 16 }]);
  expect(matches("341", "3.1")).toEqual([]);
  expect(matches("anything", "  ")).toEqual([]);
});
