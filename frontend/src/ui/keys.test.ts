import { expect, test } from "vitest";
import { meaning, type Press } from "./keys";

const press = (changes: Partial<Press>): Press => ({ key: "j", ctrlKey: false, metaKey: false, altKey: false, repeat: false, target: null, ...changes });

test("a single key acts once and never on repeat", () => {
  expect(meaning(press({}), false)).toBe("j");
  expect(meaning(press({ repeat: true }), false)).toBeNull();
});

test("single keys can be turned off, named keys stay", () => {
  expect(meaning(press({}), true)).toBeNull();
  expect(meaning(press({ key: "Escape" }), true)).toBe("Escape");
});

test("a press with a modifier is the browser's, but for Ctrl Enter", () => {
  expect(meaning(press({ altKey: true }), false)).toBeNull();
  expect(meaning(press({ ctrlKey: true }), false)).toBeNull();
  expect(meaning(press({ ctrlKey: true, key: "Enter" }), false)).toBe("Ctrl Enter");
});
