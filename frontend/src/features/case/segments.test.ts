import { expect, test } from "vitest";
import { labelAt, pieces, sections, unitsOf, unwrapped, type Mark } from "./segments";

const mark = (number: number, start: number, end: number, weak = false): Mark => ({ number, quote: 0, start, end, weak });

test("pieces put together again are the text, whatever overlaps", () => {
  const text = "Pain at rest. Walks one block, no cane.";
  const cut = pieces(text, [mark(1, 0, 20), mark(2, 14, 29), mark(2, 5, 12)], 0, text.length);
  expect(cut.map((piece) => piece.text).join("")).toBe(text);
  expect(cut.find((piece) => piece.start === 14)?.marks.map((one) => one.number)).toEqual([1, 2]);
});

test("a number stands behind the punctuation and once", () => {
  const text = "Walks one block, no cane.";
  expect(labelAt(text, 15)).toBe(16);
  const cut = pieces(text, [mark(3, 0, 15), { ...mark(3, 6, 15), quote: 1 }], 0, text.length);
  expect(cut.filter((piece) => piece.labels.length > 0).map((piece) => [piece.start + piece.text.length, piece.labels.length])).toEqual([[16, 1]]);
});

test("a mark that ends with its section has its number there", () => {
  const text = "One.\n\nTwo.";
  expect(pieces(text, [mark(1, 0, 4)], 0, 4).at(-1)?.labels).toHaveLength(1);
});

test("offsets count code points, a string counts units", () => {
  const units = unitsOf("a😀b");
  expect([units(0), units(1), units(2), units(3)]).toEqual([0, 1, 3, 4]);
});

test("a section's body begins behind its heading; text above the first heading is kept", () => {
  const text = "Seen today.\n\nHISTORY:\nKnee pain.\nPLAN: surgery.";
  const found = sections(text, [{ title: "HISTORY", start: 13, end: 33 }, { title: "PLAN", start: 33, end: text.length }]);
  expect(found.map((one) => [one.number, one.title, text.slice(one.start, one.end)])).toEqual([
    [null, "", "Seen today."],
    [1, "HISTORY", "Knee pain."],
    [2, "PLAN", "surgery."],
  ]);
});

test("full lines run on and short ones stay; no offset moves", () => {
  const full = `${"word ".repeat(20)}end\ngoes on\nNa 140\nK 4.1`;
  expect(unwrapped(full)).toBe(`${"word ".repeat(20)}end goes on\nNa 140\nK 4.1`);
  expect(unwrapped(full)).toHaveLength(full.length);
});
