import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hold, mayLeave, release, watchWayBack } from "./leaving";

const asked = vi.fn<(question: string) => boolean>();
const window = { page: new EventTarget(), at: "/new" };

const goneTo = (at: string): boolean => {
  const seen = vi.fn();
  window.page.addEventListener("popstate", seen, { once: true });
  window.at = at;
  window.page.dispatchEvent(new Event("popstate"));
  window.page.removeEventListener("popstate", seen);
  return seen.mock.calls.length > 0;
};
const closes = (): boolean => window.page.dispatchEvent(new Event("beforeunload", { cancelable: true }));

beforeEach(() => {
  Object.assign(window, { page: new EventTarget(), at: "/new" });
  vi.stubGlobal("addEventListener", window.page.addEventListener.bind(window.page));
  vi.stubGlobal("removeEventListener", window.page.removeEventListener.bind(window.page));
  vi.stubGlobal("location", { get pathname() { return window.at; }, search: "" });
  vi.stubGlobal("history", { pushState: (_: unknown, __: string, to: string) => { window.at = to; } });
  vi.stubGlobal("confirm", asked);
  watchWayBack();
});
afterEach(() => {
  release();
  asked.mockReset();
  vi.unstubAllGlobals();
});

test("nobody is asked where nothing is held, nor for the page itself", () => {
  expect(mayLeave("/")).toBe(true);
  hold();
  expect(mayLeave("/new")).toBe(true);
  expect(asked).not.toHaveBeenCalled();
});

test("a page that is held is left only by saying so, and then nobody is asked again", () => {
  hold();
  asked.mockReturnValueOnce(false).mockReturnValueOnce(true);
  expect(mayLeave("/")).toBe(false);
  expect(mayLeave("/")).toBe(true);
  expect(mayLeave("/rules")).toBe(true);
  expect(asked).toHaveBeenCalledTimes(2);
});

test("the way back, refused, leaves the address as it was and is seen by nobody else", () => {
  hold();
  asked.mockReturnValueOnce(false);
  expect(goneTo("/")).toBe(false);
  expect(window.at).toBe("/new");
  asked.mockReturnValueOnce(true);
  expect(goneTo("/")).toBe(true);
  expect(window.at).toBe("/");
});

test("closing is asked about while the page is held and not once what was typed is sent", () => {
  expect(closes()).toBe(true);
  const sent = hold();
  expect(closes()).toBe(false);
  sent();
  expect(closes()).toBe(true);
  expect(goneTo("/case/1")).toBe(true);
  expect(asked).not.toHaveBeenCalled();
});
