import { expect, test } from "vitest";
import { empty, faults, laid, requestOf, sample } from "./form";

test("the sample has nothing to fix and an empty form names every missing field", () => {
  expect(faults(sample, "2026-11-21")).toEqual({});
  expect(Object.keys(faults(empty, "2026-11-21"))).toEqual(["name", "born", "npi", "procedure", "diagnosis", "note"]);
});

test("a birth in the future is to fix; a wrong NPI is not, for the server takes it", () => {
  expect(faults({ ...sample, born: "2055-03-15", npi: "123" }, "2026-11-21")).toEqual({ born: "Date of birth lies in the future." });
});

test("what is left empty is absent from the request, and the note goes word for word", () => {
  const request = requestOf({ ...sample, line: "", servicing: "  " });
  expect(request).not.toHaveProperty("line_of_business");
  expect(request).toMatchObject({ servicing_provider_npi: null, clinical_notes: sample.note, procedures: [{ code: "E0601", units: 1 }] });
});

test("the server's faults land on their fields, wherever they are nested", () => {
  expect(laid([{ loc: ["body", "procedures", 0, "code"], msg: "too long" }, { loc: ["elsewhere"], msg: "odd" }])).toEqual({
    fields: { procedure: "Too long." },
    rest: ["elsewhere: odd"],
  });
});
