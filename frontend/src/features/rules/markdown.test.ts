import { expect, test } from "vitest";
import { blocks } from "./markdown";

test("front matter, headings, nested lists and tables come out as they were written", () => {
  const found = blocks("---\nid: L99014\n---\n# Title\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nwords\ngo on");
  expect(found).toEqual([
    { kind: "front", lines: [["id", "L99014"]] },
    { kind: "heading", level: 1, text: "Title" },
    { kind: "list", ordered: false, items: [{ depth: 0, text: "one" }, { depth: 1, text: "two" }] },
    { kind: "table", head: ["a", "b"], rows: [["1", "2"]] },
    { kind: "paragraph", text: "words go on" },
  ]);
});

test("a fence that is never closed ends with the text", () => {
  expect(blocks("```\nx")).toEqual([{ kind: "code", text: "x" }]);
});
