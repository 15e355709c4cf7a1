import { expect, test } from "vitest";
import { filtersOf, viewOf, withFilter } from "./filters";

test("the address holds the view and the filters, and what is no word of the contract is left out", () => {
  expect(viewOf("view=unassigned")).toBe("unassigned");
  expect(viewOf("view=nonsense")).toBe("all_open");
  expect(filtersOf("view=my_queue&urgency=expedited&risk=Dire", "")).toEqual({ view: "my_queue", urgency: "expedited" });
});

test("free text is asked for and never written into an address", () => {
  expect(filtersOf("view=everything", "Brannigan")).toEqual({ text: "Brannigan" });
  expect(withFilter("view=my_queue", "urgency", "expedited")).toBe("/?view=my_queue&urgency=expedited");
  expect(withFilter("urgency=expedited", "urgency", null)).toBe("/");
});
